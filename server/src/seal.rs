//! The server's key: unsent work is sealed to it on the phone, so that anyone may carry it and only
//! the server reads it. The form of a seal is in [`model::wire::SealedOp`].

use aes_gcm::{Aes256Gcm, KeyInit, Nonce, aead::Aead};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hkdf::Hkdf;
use model::{
    ambient::Chance,
    wire::{SealedOp, Unsealed},
};
use p256::{PublicKey, SecretKey, ecdh::diffie_hellman, elliptic_curve::sec1::ToSec1Point};
use serde_json::{Value, json};
use sha2::Sha256;

/// The first byte of a seal: its form.
const FORM: u8 = 1;
/// Length of an uncompressed point of P-256.
const POINT: usize = 65;
const PURPOSE: &[u8] = b"doorstep sealed op 1";

/// The server's key.
pub struct ServerKey(SecretKey);

impl ServerKey {
    /// A new one.
    pub fn generate(chance: &dyn Chance) -> Self {
        loop {
            let mut bytes = [0; 32];
            chance.fill(&mut bytes);
            // One in four billion is no key of this curve.
            if let Some(key) = Self::from_bytes(&bytes) {
                return key;
            }
        }
    }

    /// From its stored bytes; none if they are no key.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        SecretKey::from_slice(bytes).ok().map(Self)
    }

    /// Its bytes, to be stored.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.to_bytes().to_vec()
    }

    /// The public half, as browsers take it (JWK).
    pub fn public(&self) -> Value {
        let point = point(&self.0.public_key());
        let (x, y) = point[1..].split_at(32);
        json!({"kty": "EC", "crv": "P-256", "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y)})
    }

    /// Opens a seal; none if it is damaged or for another server.
    pub fn open(&self, sealed: &SealedOp) -> Option<Unsealed> {
        let bytes = URL_SAFE_NO_PAD.decode(&sealed.sealed).ok()?;
        let (_, rest) = bytes.split_first().filter(|(form, _)| **form == FORM)?;
        let (ephemeral, closed) = rest.split_at_checked(POINT)?;
        let theirs = PublicKey::from_sec1_bytes(ephemeral).ok()?;
        let secret = diffie_hellman(self.0.to_nonzero_scalar(), theirs.as_affine());
        let open = cipher(secret.raw_secret_bytes(), ephemeral, &point(&self.0.public_key()));
        let json = open.decrypt(&Nonce::default(), closed).ok()?;
        let mut unsealed: Unsealed = serde_json::from_slice(&json).ok()?;
        unsealed.op.n = sealed.n;
        Some(unsealed)
    }
}

fn point(key: &PublicKey) -> Vec<u8> {
    key.to_sec1_point(false).as_bytes().to_vec()
}

fn cipher(secret: &[u8], ephemeral: &[u8], server: &[u8]) -> Aes256Gcm {
    let salt = [ephemeral, server].concat();
    let mut key = [0; 32];
    Hkdf::<Sha256>::new(Some(&salt), secret).expand(PURPOSE, &mut key).expect("32 bytes are not too many");
    Aes256Gcm::new(&key.into())
}

/// Seals as a phone does (`public/sealed.js`); for clients written in Rust. None if `to` is no public
/// key of this form.
pub fn seal(to: &Value, unsealed: &Unsealed, chance: &dyn Chance) -> Option<SealedOp> {
    let half = |name: &str| URL_SAFE_NO_PAD.decode(to[name].as_str()?).ok();
    let server = [vec![4], half("x")?, half("y")?].concat();
    let ephemeral = ServerKey::generate(chance).0;
    let (mine, theirs) = (point(&ephemeral.public_key()), PublicKey::from_sec1_bytes(&server).ok()?);
    let secret = diffie_hellman(ephemeral.to_nonzero_scalar(), theirs.as_affine());
    let json = serde_json::to_vec(unsealed).ok()?;
    let closed = cipher(secret.raw_secret_bytes(), &mine, &server).encrypt(&Nonce::default(), json.as_slice()).ok()?;
    let sealed = URL_SAFE_NO_PAD.encode([vec![FORM], mine, closed].concat());
    Some(SealedOp { n: unsealed.op.n, sealed })
}
