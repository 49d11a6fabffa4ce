//! Passwords: hashed with Argon2id, checked in the same time whether the account exists or not.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use model::ambient::Chance;
use tokio::sync::Semaphore;

/// Why a password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weak {
    /// Not 8 to 128 characters.
    Length,
    /// Among those that everybody tries, or made of the account's name.
    Common,
}

/// 19 MiB, two passes: OWASP's least for Argon2id.
fn argon2() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).expect("these parameters are within Argon2's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Hashes a password with a salt from `chance`. Takes some 20 ms of one core.
pub fn hash(password: &str, chance: &dyn Chance) -> String {
    let mut salt = [0; 16];
    chance.fill(&mut salt);
    argon2().hash_password_with_salt(password.as_bytes(), &salt).expect("a salt of 16 bytes is allowed").to_string()
}

fn verify(password: &str, phc: &str) -> bool {
    PasswordHash::new(phc).is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok())
}

/// Checks passwords, four at a time at most: more at once would only make everybody wait.
#[derive(Debug)]
pub struct Checker {
    turns: Semaphore,
    /// Checked against when there is no such account, so that the answer takes as long.
    nobody: String,
}

impl Checker {
    /// With a hash that no password matches.
    pub fn new(chance: &dyn Chance) -> Self {
        let mut secret = [0; 16];
        chance.fill(&mut secret);
        let secret: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
        Self { turns: Semaphore::new(4), nobody: hash(&secret, chance) }
    }

    /// Whether `password` belongs to `phc`; none is an account that does not exist.
    pub async fn check(&self, password: String, phc: Option<String>) -> bool {
        let Ok(_turn) = self.turns.acquire().await else { return false };
        let exists = phc.is_some();
        let phc = phc.unwrap_or_else(|| self.nobody.clone());
        let fits = tokio::task::spawn_blocking(move || verify(&password, &phc)).await.unwrap_or(false);
        fits && exists
    }
}

/// Refuses passwords that are too short or that everybody tries.
///
/// # Errors
/// [`Weak`].
pub fn strong_enough(password: &str, account: &str) -> Result<(), Weak> {
    const COMMON: &[&str] = &[
        "12345678",
        "123456789",
        "1234567890",
        "password",
        "11111111",
        "88888888",
        "qwertyui",
        "doorstep",
        "aa123456",
        "yunxi",
    ];
    if !(8..=128).contains(&password.chars().count()) {
        return Err(Weak::Length);
    }
    let lower = password.to_lowercase();
    let account = account.to_lowercase();
    let common = COMMON.iter().any(|word| lower == *word) || (account.len() >= 4 && lower.contains(&account));
    if common { Err(Weak::Common) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::Machine;

    #[tokio::test]
    async fn only_the_right_password_fits() {
        let phc = hash("yunxi-2020", &Machine);
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        let checker = Checker::new(&Machine);
        assert!(checker.check("yunxi-2020".into(), Some(phc.clone())).await);
        assert!(!checker.check("yunxi-2021".into(), Some(phc.clone())).await);
        assert!(!checker.check("yunxi-2020".into(), None).await);
        assert_ne!(phc, hash("yunxi-2020", &Machine), "each has a salt of its own");
    }

    #[test]
    fn weak_passwords() {
        assert_eq!(strong_enough("short", "wgy01"), Err(Weak::Length));
        assert_eq!(strong_enough("12345678", "wgy01"), Err(Weak::Common));
        assert_eq!(strong_enough("my-WGY01-pass", "wgy01"), Err(Weak::Common));
        assert_eq!(strong_enough("walks in the rain", "wgy01"), Ok(()));
    }
}
