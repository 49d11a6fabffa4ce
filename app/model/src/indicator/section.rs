//! The parts of the field's work under which indicators stand on a board, in the order in which a
//! township reads them.

use super::Indicator;

macro_rules! sections {
    ($($(#[$doc:meta])* $variant:ident = $code:literal,)*) => {
        /// A part of the field's work.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Section { $($(#[$doc])* $variant,)* }

        impl Section {
            /// Every section, in their order.
            pub const ALL: &[Section] = &[$(Section::$variant,)*];

            /// Its code in words.
            pub const fn code(self) -> &'static str {
                match self { $(Section::$variant => $code,)* }
            }
        }
    };
}

sections! {
    /// 摸底排查.
    Sweep = "sweep",
    /// 返乡与隔离.
    Isolation = "isolation",
    /// 测温.
    Temperature = "temperature",
    /// 爱心服务.
    Care = "care",
    /// 需求与代办.
    Needs = "needs",
    /// 党组织与队伍.
    Teams = "teams",
    /// 宣传.
    Publicity = "publicity",
    /// 巡逻劝导.
    Patrol = "patrol",
    /// 卡口.
    Posts = "posts",
    /// 消杀.
    Disinfection = "disinfection",
    /// 企业.
    Enterprises = "enterprises",
    /// 警务.
    Police = "police",
    /// 事件.
    Events = "events",
    /// 值守: who worked, who reported, what came late.
    Duty = "duty",
    /// 网格设置: villages, grids, who leads them.
    Places = "places",
    /// 其他: of a number that no section names.
    Other = "other",
}

impl Indicator {
    /// Where it stands on a board, by its number; what a row of the seed alone asks for by that row.
    pub fn section(&self) -> Section {
        match self.number {
            "M01" | "M02" | "M03" | "M04" | "1" | "4" => Section::Sweep,
            "M05" | "M06" | "M07" | "M11" => Section::Isolation,
            "M08" | "M09" | "M10" => Section::Temperature,
            "M12" | "M13" | "M16" | "7" | "54" => Section::Care,
            "M14" | "M15" => Section::Needs,
            "M17" | "M18" | "M19" | "29" => Section::Teams,
            "M20" | "32" | "34" | "36" => Section::Publicity,
            "M21" | "17" | "30" | "33" => Section::Patrol,
            "M22" => Section::Posts,
            "M23" => Section::Disinfection,
            "M24" | "44" | "45" => Section::Enterprises,
            "M25" => Section::Police,
            "M26" | "8" => Section::Events,
            "M27" | "M29" | "M30" | "42" => Section::Duty,
            "M28" | "46" | "47" => Section::Places,
            _ => Section::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicator::{Count, Source, Unit};

    fn numbered(number: &'static str) -> Indicator {
        Indicator { code: "x", number, unit: Unit::Times, source: Source::Period(Count::Records, &[]) }
    }

    #[test]
    fn every_number_of_the_dictionary_has_a_section_and_an_unknown_one_still_stands_somewhere() {
        for n in 1..=30 {
            let number: &'static str = format!("M{n:02}").leak();
            assert_ne!(numbered(number).section(), Section::Other, "{number}");
        }
        assert_eq!(numbered("999").section(), Section::Other);
    }

    #[test]
    fn every_section_but_the_rest_has_a_number() {
        let numbers = (1..=30).map(|n| &*format!("M{n:02}").leak());
        let used: std::collections::BTreeSet<Section> = numbers.map(|number| numbered(number).section()).collect();
        let unused: Vec<_> = Section::ALL.iter().filter(|section| !used.contains(section)).collect();
        assert_eq!(unused, [&Section::Other]);
    }
}
