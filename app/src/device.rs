//! What the screens need from the device they run on. The `frontend` crate gives the browser's
//! side; tests give one in memory.

use model::id::UserId;
use std::rc::Rc;
use sync::{Broken, Journal, Online, Photo, Remote, ports::Later, run::World};

/// Code of [`Broken::Failed`] where the storage is well, but what reads it could not be fetched.
pub const NOT_FETCHED: &str = "not_fetched";

/// The device. Everything here is on one thread.
pub trait Device {
    /// A setting of this phone, none if never set. Settings are no records: losing them costs a
    /// tap.
    fn setting(&self, name: &str) -> Option<String>;
    /// Keeps a setting, or forgets it.
    fn set_setting(&self, name: &str, value: Option<&str>);
    /// The journal of one person on this phone; each person has one of their own.
    fn journal(&self, user: UserId) -> Later<'_, Result<Rc<dyn Journal>, Broken>>;
    /// Takes a person's journal off this phone. For those who sign out with nothing unsent.
    fn forget(&self, user: UserId) -> Later<'_, Result<(), Broken>>;
    /// The way to the server for records.
    fn remote(&self) -> Rc<dyn Remote>;
    /// The way to the server for questions.
    fn online(&self) -> Rc<dyn Online>;
    /// Time and chance.
    fn world(&self) -> Rc<dyn World>;
    /// Comes back after so many milliseconds.
    fn sleep(&self, millis: u64) -> Later<'_, ()>;
    /// Comes back when this is the one tab of this person that may sync; the permission lasts
    /// until the returned value is dropped. None if another tab has it.
    fn sync_turn(&self, user: UserId) -> Later<'_, Option<Turn>>;
    /// Calls `wake` whenever it may be worth trying to sync: the network came back, the page
    /// became visible.
    fn on_wake(&self, wake: Box<dyn Fn()>);
    /// Calls `hear` when another tab of this person has changed the journal.
    fn on_told(&self, user: UserId, hear: Box<dyn Fn()>);
    /// Tells the other tabs that the journal has changed.
    fn tell(&self, user: UserId);
    /// Listens to the server's nudges while the returned value lives, reconnecting by itself.
    fn nudges(&self, hear: Box<dyn Fn()>) -> Turn;
    /// Asks that the phone never clear our storage by itself; true if it promised. None if it
    /// cannot be asked.
    fn persist(&self) -> Later<'_, Option<bool>>;
    /// What the browser says of itself.
    fn agent(&self) -> Agent;
    /// Lets the browser ask whether it may put the app on the home screen; true if the person said yes.
    fn install(&self) -> Later<'_, bool>;
    /// The unsent work of one person that is sealed here, in files to be posted. None if it cannot be
    /// read.
    fn sealed_work(&self, person: UserId) -> Later<'_, Option<Vec<String>>>;
    /// Hands out all unsent work that is sealed here, by whatever the person sends files with: how many
    /// ops left. None if the person thought better of it.
    fn hand_out(&self) -> Later<'_, Option<usize>>;
    /// Lets the person choose a colleague's file, and reads it, in files to be posted: none of them if
    /// it is no sealed file. None if none was chosen.
    fn choose_file(&self) -> Later<'_, Option<Vec<String>>>;
    /// Lets the person take or choose a picture, and makes it small and bare (`model::photo`): `working`
    /// is called when one has been chosen and that begins. None if none was chosen.
    fn picture(&self, from: PictureFrom, working: Box<dyn FnOnce()>) -> Later<'_, Option<Result<Photo, NoPicture>>>;
    /// Fetches what pictures need. A browser opens the camera only shortly after a press, so what opens
    /// it is to be there by then.
    fn expect_pictures(&self) -> Later<'_, ()>;
    /// Lends the page an address under which it shows these bytes. None if it cannot.
    fn show_picture(&self, bytes: Vec<u8>) -> Later<'_, Option<ShownPicture>>;
    /// Whether it can speak.
    fn can_speak(&self) -> bool;
    /// Says `words` aloud, in the language of that tag (BCP 47), instead of what it is still saying.
    fn speak(&self, words: &str, lang: &str);
    /// Tells the boot script that the app has started.
    fn started(&self);
    /// Tells the boot script that this app is too old for the server: the new version is to be fetched
    /// now, and taken as soon as that disturbs nobody.
    fn too_old(&self);
    /// Tells the boot script whether a form is open; a new version is only taken when none is.
    fn form_open(&self, open: bool);
}

/// A browser, as it describes itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agent {
    /// Its long name (`navigator.userAgent`).
    pub name: String,
    /// Whether it is pressed with fingers.
    pub touch: bool,
    /// Whether the app was opened from the home screen.
    pub installed: bool,
    /// Whether it can ask by itself to put it there.
    pub asks: bool,
}

/// Where a picture comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureFrom {
    /// 拍照.
    Camera,
    /// 选照片.
    Phone,
}

/// Why there is no picture, though a file was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPicture {
    /// It is none.
    SomethingElse,
    /// It may be one, but it cannot be opened here.
    Unreadable,
}

/// A picture that the page can show.
pub struct ShownPicture {
    /// Its address.
    pub address: String,
    /// Ends what was lent.
    pub lent: Option<Turn>,
}

/// Something that ends when it is dropped.
pub struct Turn(Option<Box<dyn FnOnce()>>);

impl Turn {
    /// Ends by calling `end`.
    pub fn new(end: impl FnOnce() + 'static) -> Self {
        Self(Some(Box::new(end)))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(end) = self.0.take() {
            end();
        }
    }
}
