//! The icons: one path each on 24 by 24, two units thick, drawn in the colour of the text beside
//! them. An icon never speaks alone, so all are hidden from screen readers; the words stand beside.

use leptos::prelude::*;

macro_rules! icons {
    ($($(#[$doc:meta])* $name:ident = $path:literal,)*) => {
        /// An icon.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Icon { $($(#[$doc])* $name,)* }

        impl Icon {
            /// Every icon.
            pub const ALL: &[Icon] = &[$(Icon::$name,)*];

            const fn path(self) -> &'static str {
                match self { $(Icon::$name => $path,)* }
            }
        }
    };
}

icons! {
    /// 今日: a calendar leaf with a tick.
    Today = "M4 5h16v15H4zM4 10h16M8 3v4M16 3v4M8.5 15l2.5 2.5 4.5-4.5",
    /// 住户: a house.
    Door = "M4 21V9l8-6 8 6v12M9 21v-7h6v7",
    /// 记一笔: a plus in a ring.
    Add = "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM12 8v8M8 12h8",
    /// 我的: a person.
    Me = "M16 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM4 21c1-5 4-7 8-7s7 2 8 7",
    /// 待上传, 立即上传: an arrow up.
    Up = "M12 20V5M6 11l6-6 6 6",
    /// 已上传, chosen, good: a tick.
    Ok = "M4 12.5l5 5L20 6.5",
    /// 已存本机: a phone.
    Phone = "M9 2.5h6a2 2 0 0 1 2 2v15a2 2 0 0 1-2 2H9a2 2 0 0 1-2-2v-15a2 2 0 0 1 2-2zM11 18.5h2",
    /// Alarm: a triangle.
    Alarm = "M12 3l10 18H2zM12 10v5M12 18v.5",
    /// Time: a clock.
    Clock = "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM12 7v5l4 2",
    /// Temperature.
    Temperature = "M10 13V5a2 2 0 0 1 4 0v8a4 4 0 1 1-4 0z",
    /// A call.
    Call = "M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 6a2 2 0 0 1 2-2z",
    /// An errand: a bag.
    Bag = "M5 8h14l-1 13H6zM9 8a3 3 0 0 1 6 0",
    /// 总览: bars.
    Chart = "M4 20V4M4 20h16M8 16v-5M12 16V7M16 16v-8",
    /// 台账: a list.
    List = "M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01",
    /// 日报: a sheet of paper.
    Paper = "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
    /// 人员: two people.
    People = "M12.5 8a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0zM2.5 20c.7-4 3-6 6.5-6s5.8 2 6.5 6M16 5a3 3 0 0 1 0 6M18 14c2 .6 3 2.4 3.5 5",
    /// 设置: a wheel.
    Gear = "M15.5 12a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0zM12 2v4M12 18v4M2 12h4M18 12h4M5 5l3 3M16 16l3 3M19 5l-3 3M8 16l-3 3",
    /// Back.
    Back = "M15 5l-7 7 7 7",
    /// Onward.
    Onward = "M9 5l7 7-7 7",
    /// Opens downward.
    Down = "M6 9l6 6 6-6",
    /// 改, 待修改: a pen.
    Pen = "M4 20l1-5L16 4l4 4L9 19z",
    /// Find: a glass.
    Search = "M17 10.5a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0zM15.5 15.5L21 21",
    /// Close: a cross.
    Close = "M6 6l12 12M18 6L6 18",
    /// Fewer: a minus.
    Minus = "M5 12h14",
    /// More of it: a plus.
    Plus = "M12 5v14M5 12h14",
    /// Read aloud: a loudspeaker.
    Speak = "M4 9v6h4l5 4V5L8 9zM16 9a4 4 0 0 1 0 6M18.5 6a8 8 0 0 1 0 12",
    /// A word to know.
    Info = "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM12 11v5M12 7.5v.5",
    /// No signal.
    NoSignal = "M3 3l18 18M8.5 15a5 5 0 0 1 6.5-.5M5 11.5a10 10 0 0 1 5-2.6M14.5 9.2a10 10 0 0 1 4.5 2.3M12 19h.01",
    /// A locked door.
    Lock = "M6 11h12v10H6zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11M12 15v2",
    /// Carry out: a file leaves.
    Carry = "M12 3v12M7 8l5-5 5 5M4 14v6h16v-6",
    /// 退出: through the door.
    Leave = "M10 4H5v16h5M15 8l4 4-4 4M19 12H9",
    /// 拍照: a camera.
    Camera = "M3 7h4l2-3h6l2 3h4v13H3zM16 13a4 4 0 1 1-8 0 4 4 0 0 1 8 0z",
    /// 选照片: a picture.
    Picture = "M3 4h18v16H3zM3 17l5-5 4 4 4-4 5 5M8.5 8.5h.01",
    /// 企业检查: works with a chimney.
    Factory = "M3 21V11l6 4v-4l6 4V4h5v17zM7 18h.01M11 18h.01M15 18h.01",
    /// 通知: a horn.
    Horn = "M4 10v5h3l9 5V5l-9 5zM8 15.5l1.5 5M19.5 9.5a4 4 0 0 1 0 6",
    /// A repetition.
    Again = "M19 12a7 7 0 1 1-2-5l2 2M19 4v5h-5",
    /// Language: a globe.
    Globe = "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM3 12h18M12 3c3 3 3.5 6 3.5 9s-.5 6-3.5 9c-3-3-3.5-6-3.5-9S9 6 12 3z",
    /// Very low spirits.
    Mood1 = "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM9 9.5h.01M15 9.5h.01M8 17c1.4-3.2 6.6-3.2 8 0",
    /// Low spirits.
    Mood2 = "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM9 9.5h.01M15 9.5h.01M8.5 16.4c1.4-1.6 5.6-1.6 7 0",
    /// Neither low nor high.
    Mood3 = "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM9 9.5h.01M15 9.5h.01M8.5 15.5h7",
    /// Good spirits.
    Mood4 = "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM9 9.5h.01M15 9.5h.01M8.5 14.6c1.4 1.6 5.6 1.6 7 0",
    /// Very good spirits.
    Mood5 = "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM9 9.5h.01M15 9.5h.01M7.5 13.5c1.2 4.4 7.8 4.4 9 0z",
    /// Text size.
    Letters = "M2 19l5-13 5 13M4 14.5h6M14.5 19l3.5-9 3.5 9M15.8 16h4.4",
}

/// Draws an icon.
pub fn icon(icon: Icon) -> impl IntoView {
    view! { <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=icon.path() /></svg> }
}
