//! The field in types: what a grid worker finds at the door, and the rules it obeys.
//!
//! A **township** (镇) is divided into four top-level **grids** (一级网格) of **villages** (村/居);
//! each village into **grids of doors** (网格), walked by a **grid worker** (网格员). Behind a door
//! lives a **household** (户) of **persons** (人). A worker makes a **visit** (走访) to every door in
//! each **sweep** (第N轮摸排); its **outcome** may be a conversation, a locked door or a refusal.
//! What a household asks for is a **need** (需求). What words do not say is a **photo** (`photo`),
//! which a record names and does not carry.
//!
//! An **enterprise** (企业) is inspected; what is found wrong there is a **defect** (整改), re-checked by
//! its day (`firm`). What the township hands down is a **directive** (通知), received by each of its
//! people.
//!
//! Everything people record is a **record** of some **kind**: an envelope and a payload
//! (`record`, `kind`). People do not write records, they state **ops** (`op`): add this, set these
//! fields, void that. The server gives each op a verdict, joins what two people changed (`merge`)
//! and counts what each record is worth (`fact`). What is due today is computed, never stored
//! (`due`), and so is which family is to be asked after again (`supervision`) and what a day comes to
//! (`daily`). Who may do what where is one table (`access`). What crosses the network is `wire`.
//!
//! Nothing here reads a clock, draws a random number, does I/O or knows of web or database; the
//! same code decides on the phone and on the server.

pub mod access;
pub mod ambient;
pub mod care;
pub mod daily;
pub mod day;
pub mod due;
pub mod fact;
pub mod field;
pub mod firm;
pub mod form;
pub mod gate;
pub mod id;
pub mod indicator;
pub mod kind;
pub mod merge;
pub mod op;
pub mod person;
pub mod photo;
pub mod place;
pub mod plate;
pub mod record;
pub mod same;
pub mod supervision;
pub mod text;
pub mod uscc;
pub mod wire;
pub mod work;
pub mod workload;
