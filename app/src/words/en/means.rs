//! English for what each indicator counts, and for the sections in which they stand.

/// What it counts and what not, in a line.
pub(in crate::words) fn of(code: &str) -> Option<&'static str> {
    Some(match code {
        "households_registered" => {
            "Households on the register at the end of the last day, each once; withdrawn ones do not count."
        }
        "persons_registered" => {
            "People on the register at the end of the last day, each once; withdrawn ones do not count."
        }
        "households_screened" => {
            "Households reached in person, by phone or WeChat on these days, each once; locked doors and refusals do not count."
        }
        "households_visited" => "Households visited on these days, each once, whether met or not.",
        "visits" => "Visits recorded on these days, every one.",
        "households_refused" => "Households that refused on these days, each once.",
        "households_informed" => "Households that were informed on these days, each once.",
        "persons_screened" => "People screened on these days, each once.",
        "screenings" => "Screenings on these days; a person screened twice counts twice.",
        "persons_with_symptoms" => {
            "People found with a fever or another symptom when screened, each once; readings in isolation are counted elsewhere."
        }
        "returnees_wuhan" => "People registered as back from Wuhan, each once.",
        "returnees_hubei" => "People registered as back from Hubei, Wuhan included, each once.",
        "returnees_other" => "People registered as back from elsewhere, each once; Hubei does not count.",
        "returnees_new" => "People who came back on these days, from anywhere, each once.",
        "close_contacts" => "Close contacts as decided by those who may, each once; mere clues do not count.",
        "contact_clues" => "Clues about contacts reported on these days, decided or not.",
        "isolating" => "People in isolation at that moment; pending, released and transferred ones do not count.",
        "isolations_opened" => "Isolations that began on these days; returned ones do not count.",
        "isolations_released" => "People released on these days; transferred and lost ones do not count.",
        "isolations_in_all" => "All isolations so far: going on, released, transferred and lost.",
        "readings_due" => "Slots of these days in which a reading was due; slots still to come do not count.",
        "readings_missed" => "Slots that are over without a reading or a reason.",
        "readings_done" => "Slots with a reading; several readings in one slot count once.",
        "readings_on_time" => "Readings taken within their slot; late ones do not count.",
        "readings_at_home" => "Readings taken at the door; those told by phone or WeChat do not count.",
        "fever_persons" => {
            "Isolated people with a fever, each once; where the second reading was normal it does not count."
        }
        "fever_events" => "Fever events of isolated people found on these days.",
        "urgent_events" => "Urgent events reported on these days.",
        "report_minutes" => {
            "The longest time from finding to reporting among urgent events; without any there is no figure."
        }
        "care_teams_complete" => "People in isolation whose care team is complete and has a Party member.",
        "calls" => "Care calls made on these days, every one.",
        "calls_due" => "Care calls due on these days to those in isolation.",
        "calls_done" => "Of the care calls due, those made that day; further ones do not count.",
        "inquiries_by_door" => "Inquiries made at the door.",
        "inquiries_by_wechat" => "Inquiries made by WeChat.",
        "inquiries_by_phone" => "Inquiries made by phone.",
        "inquiries_due" => "Daily inquiries due to those in isolation.",
        "inquiries_done" => "Of the inquiries due, those made that day; further ones do not count.",
        "inbound_calls" => "Calls that came in from the isolated.",
        "family_contacts" => "Contacts with families of the isolated.",
        "needs_open" => "Needs not yet met at that moment.",
        "needs_done" => "Needs met on these days, delivered or said to be done.",
        "needs_median_minutes" => "Half of the needs met on these days took no longer; without any there is no figure.",
        "errands" => "Errands delivered on these days; those on the way do not count.",
        "masks" => "Masks delivered by errands on these days.",
        "isolated_served" => "People in isolation who have a service team.",
        "counselling" => "Counselling given on these days, person by person.",
        "party_branches" => {
            "Provisional Party branches standing at the end of the last day; dissolved ones do not count."
        }
        "party_groups" => "Area Party groups standing at the end of the last day; dissolved ones do not count.",
        "party_group_villages" => "Villages with an area Party group, each once.",
        "party_groups_of_grids" => {
            "Party groups of grids standing at the end of the last day; dissolved ones do not count."
        }
        "party_groups_complete" => "Party groups with as many members as the policy asks, of areas and of grids.",
        "volunteer_teams" => "Party volunteer teams on the register; dissolved ones do not count.",
        "service_teams" => "Party service teams on the register; dissolved ones do not count.",
        "patrol_teams" => "Patrol teams on the register; dissolved ones do not count.",
        "party_members" => "Party members in branches, groups and teams; one in several counts once.",
        "team_members" => "Members of service teams; one in several counts once.",
        "patrol_members" => "Members of patrol teams; one in several counts once.",
        "patrol_party" => "Party members among the patrols, each once.",
        "patrol_managers" => "Public order staff among the patrols, each once.",
        "patrol_grid_workers" => "Grid workers among the patrols, each once.",
        "patrol_safety" => "Safety volunteers among the patrols, each once.",
        "patrol_militia" => "Militia among the patrols, each once.",
        "patrol_villagers" => "Villagers among the patrols, each once.",
        "leaflets_at_doors" => "Leaflets handed over at doors on these days; those given elsewhere do not count.",
        "posts" => "Duty posts standing at the end of the last day; closed ones do not count.",
        "villages" => "Villages and neighbourhoods of the directory.",
        "top_grids" => "Top-level grids of the directory.",
        "door_grids" => "Grids that workers walk; top-level grids do not count.",
        "lead_cadres" => "Leading cadres of top-level grids; one who leads several counts once.",
        "events" => "Events reported on these days, of every type, each once.",
        "events_open" => "Events not yet closed at that moment.",
        "events_closed" => "Events closed on these days.",
        "events_closed_in_time" => "Events closed within their time; late ones do not count.",
        "families_overdue" => {
            "Families due to be asked after by the last day and not asked; how often is policy. Never spoken with is the sweep’s."
        }
        "services" => "Person-times of service in these days; of those served or those serving, as policy says.",
        "services_screening" => "Person-times of help with screening, counted the same way.",
        "services_kindness" => "Person-times of kindness, counted the same way.",
        "services_counselling" => "Person-times of counselling, counted the same way.",
        "services_dissuasion" => "Person-times of dissuasion, counted the same way.",
        "services_other" => "Person-times of other service, counted the same way.",
        "publicity_households" => "Households that publicity records say, added up; one told twice counts twice.",
        "leaflets" => "Leaflets handed out in these days, those at visits included.",
        "notices" => "Notices put up in these days.",
        "banners" => "Banners hung in these days.",
        "car_stickers" => "Car stickers put on in these days.",
        "sticker_cars" => "Cars that got stickers in these days.",
        "messages" => "Messages sent in these days.",
        "broadcasts" => "Loudspeaker rounds in these days.",
        "rides" => "Bicycle rounds in these days.",
        "meetings" => "Talks and meetings in these days.",
        "publicity_people" => "Person-times of those who did publicity.",
        "materials" => "Materials and slogans in the library by the last day.",
        "stations" => "Patrol stations standing on the last day; closed ones do not count.",
        "patrols" => "Patrols in these days, each time.",
        "patrol_people" => "Person-times on patrol in these days.",
        "villages_patrolled" => "Villages patrolled in these days, each once.",
        "dissuaded" => "Person-times of dissuasion in these days, for any reason.",
        "dissuaded_mask" => "Person-times told to wear a mask.",
        "dissuaded_gathering" => "Person-times of gatherings broken up.",
        "dissuaded_meal" => "Person-times of meals together stopped.",
        "dissuaded_gambling" => "Person-times of card and mah-jong games broken up.",
        "dissuaded_outing" => "Person-times sent home from visits and outings.",
        "dissuaded_ceremony" => "Person-times of weddings and funerals stopped or made small.",
        "dissuaded_stranger" => "Person-times of outsiders turned back.",
        "dissuaded_hygiene" => "Person-times told about hygiene.",
        "disinfections" => "Disinfections in these days, each time.",
        "disinfected_area" => "Area disinfected in these days, added up; twice at one place counts twice.",
        "points_disinfected" => "Places disinfected in these days, each once.",
        "police_force" => "Police person-times in these days, as noted.",
        "police_dispersed" => "Gatherings dispersed by police in these days, as noted.",
        "police_tables" => "Gaming tables taken in these days, as noted.",
        "police_cases" => "Cases of the police in these days, as noted.",
        "police_punished" => "People punished in these days, as noted; who is not kept.",
        "shifts" => "Shifts at posts in these days.",
        "post_watches" => "Person-times on duty at posts.",
        "passages_people" => "Person-times of people noted at posts.",
        "passages_vehicles" => "Vehicles noted at posts, each time.",
        "turned_back" => "Person-times turned back at posts.",
        "fevers_at_posts" => "Person-times of fever found at posts.",
        "enterprises_inspected" => "Enterprises inspected in these days, each once.",
        "inspections" => "Inspections in these days, each time.",
        "items_judged" => "Items judged at inspections; those that do not apply do not count.",
        "items_passed" => "Items passed at inspections.",
        "defects_found" => "Defects found in these days, each once.",
        "defects_closed" => "Defects found put right in these days, each once.",
        "briefings" => "Times the guidance was explained in person.",
        "guidance" => "Copies of the guidance handed to enterprises.",
        "directives" => "Directives handed down in these days, each once.",
        "directives_received" => "Directives received in these days, by each person.",
        "events_fever_symptom" => "Events of fever or symptoms reported in these days, each once.",
        "events_contact_clue" => "Events of contact clues reported in these days, each once.",
        "events_left_isolation" => "Events of leaving isolation reported in these days, each once.",
        "events_need_help" => "Calls for help reported in these days, each once.",
        "events_gathering" => "Gatherings reported in these days, each once.",
        "events_gate" => "Events at posts reported in these days, each once.",
        "events_sanitation" => "Sanitation events reported in these days, each once.",
        "events_enterprise" => "Enterprise events reported in these days, each once.",
        "events_rumour" => "Rumours reported in these days, each once.",
        "events_shortage" => "Shortages reported in these days, each once.",
        "events_dispute" => "Disputes reported in these days, each once.",
        "events_other" => "Other events reported in these days, each once.",
        "units_reported" => "Grids that signed a daily report in these days, each once; not reporting is not a zero.",
        "zero_reports" => "Grids that signed a zero report in these days, each once.",
        _ => return None,
    })
}

/// What a section is called.
pub(in crate::words) fn section(code: &str) -> &'static str {
    match code {
        "sweep" => "Screening",
        "isolation" => "Returnees and isolation",
        "temperature" => "Temperatures",
        "care" => "Care",
        "needs" => "Needs and errands",
        "teams" => "Party and teams",
        "publicity" => "Publicity",
        "patrol" => "Patrols",
        "posts" => "Duty posts",
        "disinfection" => "Disinfection",
        "enterprises" => "Enterprises",
        "police" => "Police",
        "events" => "Events",
        "duty" => "Who is on duty",
        "places" => "Villages and grids",
        _ => "Others",
    }
}
