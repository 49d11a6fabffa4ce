//! Which steps there are for whom, and the way to the home screen by what the browser says of itself.

use crate::device::Agent;
use model::access::Role;

/// A step of the first start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Who this is.
    Who,
    /// How large the letters are.
    Size,
    /// To the home screen.
    Install,
    /// A door that is not there.
    Practice,
}

/// The steps of somebody with these roles: who walks no doors does not practise at one.
pub fn steps(roles: &[Role]) -> Vec<Step> {
    let walks = roles.iter().any(|role| matches!(role, Role::Worker | Role::GridLeader));
    [Step::Who, Step::Size, Step::Install].into_iter().chain(walks.then_some(Step::Practice)).collect()
}

/// How this browser brings an app to the home screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It was opened from there.
    Installed,
    /// The browser asks by itself, when it is told to.
    Asks,
    /// WeChat's own browser cannot: a real one is to be opened from it.
    WeChat,
    /// The same on an iPhone.
    WeChatOnIos,
    /// Safari on an iPhone: 分享, 添加到主屏幕.
    Safari,
    /// Another browser on an iPhone.
    OtherOnIos,
    /// By the browser's menu.
    Menu,
    /// On a computer.
    Desktop,
}

impl Way {
    /// The way of the browser that calls itself so.
    pub fn of(agent: &Agent) -> Self {
        let is = |name: &str| agent.name.contains(name);
        let ios = is("iPhone") || is("iPad") || is("iPod") || (is("Macintosh") && agent.touch);
        // Others on an iPhone call themselves Safari as well, with a name of their own.
        let other = ["CriOS", "FxiOS", "EdgiOS", "MQQBrowser", "UCBrowser", "Quark", "baidu"];
        match () {
            () if agent.installed => Way::Installed,
            () if is("MicroMessenger") && ios => Way::WeChatOnIos,
            () if is("MicroMessenger") => Way::WeChat,
            () if ios && other.iter().any(|name| is(name)) => Way::OtherOnIos,
            () if ios => Way::Safari,
            () if agent.asks => Way::Asks,
            () if is("Android") || is("Mobile") || is("Harmony") => Way::Menu,
            () => Way::Desktop,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IPHONE: &str =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 13_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
    const ANDROID: &str = "Mozilla/5.0 (Linux; Android 10; HLK-AL00) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/78.0.3904.62";

    fn way(name: &str) -> Way {
        Way::of(&Agent { name: name.into(), ..Agent::default() })
    }

    #[test]
    fn each_browser_is_told_its_own_way() {
        assert_eq!(way(&format!("{IPHONE} Version/13.0.4 Mobile/15E148 Safari/604.1")), Way::Safari);
        assert_eq!(way(&format!("{IPHONE} CriOS/79.0 Mobile/15E148 Safari/604.1")), Way::OtherOnIos);
        assert_eq!(way(&format!("{IPHONE} Mobile/15E148 MicroMessenger/7.0.10(0x17000a21)")), Way::WeChatOnIos);
        assert_eq!(way(&format!("{ANDROID} XWEB/1169 MicroMessenger/7.0.10.1580")), Way::WeChat);
        assert_eq!(way(&format!("{ANDROID} HuaweiBrowser/10.0 Mobile Safari/537.36")), Way::Menu);
        assert_eq!(way("Mozilla/5.0 (X11; Linux x86_64) Chrome/79.0"), Way::Desktop);
    }

    #[test]
    fn what_the_browser_offers_comes_first_but_not_in_wechat() {
        let agent = |name: &str| Agent { name: name.into(), asks: true, ..Agent::default() };
        assert_eq!(Way::of(&agent(ANDROID)), Way::Asks);
        assert_eq!(Way::of(&agent(&format!("{ANDROID} MicroMessenger/7.0"))), Way::WeChat);
        assert_eq!(Way::of(&Agent { installed: true, ..agent(ANDROID) }), Way::Installed);
        let tablet =
            Agent { touch: true, ..agent("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/13.0 Safari/605") };
        assert_eq!(Way::of(&Agent { asks: false, ..tablet }), Way::Safari);
    }

    #[test]
    fn who_walks_no_doors_does_not_practise_at_one() {
        assert_eq!(steps(&[Role::Worker]).last(), Some(&Step::Practice));
        assert_eq!(steps(&[Role::Town]), [Step::Who, Step::Size, Step::Install]);
    }
}
