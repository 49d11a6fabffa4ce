//! 中文: what loading the demo says.

use super::{
    DemoTrouble, Loaded, PASSWORD, Summary,
    plan::{TOP_GRIDS, TOWN, VILLAGES},
    township::PEOPLE,
};
use model::access::Role;
use std::fmt::{self, Display, Formatter};

/// Accounts that are printed; the others are workers like the first.
const SHOWN: usize = 10;

impl Display for Summary {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (villages, tops) = (VILLAGES.len(), TOP_GRIDS.len());
        write!(f, "{TOWN}(虚构):{villages} 个村(居)、{tops} 个一级网格")?;
        match &self.loaded {
            Some(Loaded { households, persons, visits }) => {
                writeln!(f, "、{households} 户、{persons} 人、{visits} 次走访,已装好。")?;
            }
            None => writeln!(f, ",早已装好。")?,
        }
        writeln!(f, "账号(密码都是 {PASSWORD}):")?;
        for person in &PEOPLE[..SHOWN] {
            let role = role(person.role);
            writeln!(f, "  {:<8} {} {}岁 {role}", person.account, person.name, person.age)?;
        }
        write!(f, "  wgy03 … wgy{:02} 其他网格员", PEOPLE.len() - SHOWN + 2)
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Worker => "网格员",
        Role::Volunteer => "志愿者",
        Role::Gatekeeper => "卡口值守",
        Role::GridLeader => "网格长",
        Role::VillageLead => "村主干",
        Role::Town => "镇指挥部",
        Role::Police => "派出所",
        Role::Admin => "系统管理员",
        Role::Auditor => "审计员",
    }
}

impl Display for DemoTrouble {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotEmpty => f.write_str("数据库里已有别的镇,不装演示数据。请用 --data 换一个空文件夹。"),
            Self::File(path, error) => write!(f, "{} 读写失败:{error}", path.display()),
            Self::Sheet(error) => write!(f, "登记表没有做成:{error}"),
            Self::Import(village, trouble) => write!(f, "{village}的登记表没有导入。{trouble}"),
            Self::Refused(n) => write!(f, "{n} 条演示记录没有通过。"),
            Self::Store(error) => write!(f, "数据库没有写成:{error}"),
        }
    }
}
