//! Pictures: chosen by the person, made small and bare on a canvas, shown from memory.
//!
//! A canvas knows nothing of who took a picture, when and where, so what it writes says none of it.
//! It is drawn the way up that the camera meant, since that too stands only beside the picture.

use app::device::{NoPicture, PictureFrom, ShownPicture, Turn};
use js_sys::{Array, Promise, Uint8Array};
use model::photo::{AIM_BYTES, AIM_SIDE, PhotoId};
use sync::Photo;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, Document, File, HtmlCanvasElement, HtmlInputElement, ImageBitmap,
    ImageBitmapOptions, ImageOrientation, Url,
};

/// What a photo is written as: every browser can.
const MIME: &str = "image/jpeg";
/// How good, at first and when that is too large.
const QUALITIES: [f64; 4] = [0.85, 0.75, 0.65, 0.5];
/// When the worst is too large still, its sides become so much shorter.
const SHORTER: f64 = 0.75;
/// At most so often; a noisy picture of the first size fits after two.
const TRIES: u32 = 8;

/// Lets the person take or choose a picture, and makes it a photo.
pub(super) async fn picture(from: PictureFrom, working: Box<dyn FnOnce()>) -> Option<Result<Photo, NoPicture>> {
    let document = web_sys::window()?.document()?;
    let file = choose(&document, from).await?;
    working();
    Some(made_small(&document, &file).await)
}

/// None if no file was chosen.
async fn choose(document: &Document, from: PictureFrom) -> Option<File> {
    let input: HtmlInputElement = document.create_element("input").ok()?.dyn_into().ok()?;
    input.set_type("file");
    input.set_accept("image/*");
    input.set_hidden(true);
    if from == PictureFrom::Camera {
        input.set_attribute("capture", "environment").ok()?;
    }
    document.body()?.append_child(&input).ok()?;
    let answered = Promise::new(&mut |done, _| {
        let hear = Closure::once_into_js(move || done.call0(&JsValue::NULL));
        for event in ["change", "cancel"] {
            // Of the two one comes, once; the other finds nobody.
            let _ = input.add_event_listener_with_callback(event, hear.unchecked_ref());
        }
    });
    input.click();
    let _ = JsFuture::from(answered).await;
    input.remove();
    input.files()?.get(0)
}

async fn made_small(document: &Document, file: &File) -> Result<Photo, NoPicture> {
    let unreadable =
        |_| if file.type_().starts_with("image/") { NoPicture::Unreadable } else { NoPicture::SomethingElse };
    let picture = read(file).await.map_err(unreadable)?;
    let bytes = write(document, &picture).await;
    picture.close();
    let bytes = bytes.map_err(|_| NoPicture::Unreadable)?.ok_or(NoPicture::Unreadable)?;
    let id = digest(&bytes).await.map_err(|_| NoPicture::Unreadable)?;
    Ok(Photo { id, bytes })
}

async fn read(file: &File) -> Result<ImageBitmap, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let options = ImageBitmapOptions::new();
    options.set_image_orientation(ImageOrientation::FromImage);
    let reading = window.create_image_bitmap_with_blob_and_image_bitmap_options(file, &options)?;
    JsFuture::from(reading).await?.dyn_into()
}

/// The largest and best that is small enough; none if nothing is.
async fn write(document: &Document, picture: &ImageBitmap) -> Result<Option<Vec<u8>>, JsValue> {
    let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
    let mut scale = (f64::from(AIM_SIDE) / width.max(height)).min(1.0);
    for _ in 0..TRIES {
        let side = |length: f64| ((length * scale).round() as u32).max(1);
        let canvas: HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
        canvas.set_width(side(width));
        canvas.set_height(side(height));
        let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
        let context: CanvasRenderingContext2d = context.dyn_into()?;
        // What is seen through becomes white, as paper is, not black.
        context.set_fill_style_str("#fff");
        context.fill_rect(0.0, 0.0, side(width).into(), side(height).into());
        context.draw_image_with_image_bitmap_and_dw_and_dh(
            picture,
            0.0,
            0.0,
            side(width).into(),
            side(height).into(),
        )?;
        for quality in QUALITIES {
            let blob = encode(&canvas, quality).await?;
            if blob.size() <= AIM_BYTES as f64 {
                return Ok(Some(bytes_of(&blob).await?));
            }
        }
        scale *= SHORTER;
    }
    Ok(None)
}

async fn encode(canvas: &HtmlCanvasElement, quality: f64) -> Result<Blob, JsValue> {
    let mut started = Ok(());
    let writing = Promise::new(&mut |done, _| {
        let written = Closure::once_into_js(move |blob: JsValue| done.call1(&JsValue::NULL, &blob));
        started = canvas.to_blob_with_type_and_encoder_options(written.unchecked_ref(), MIME, &quality.into());
    });
    started?;
    JsFuture::from(writing).await?.dyn_into()
}

async fn bytes_of(blob: &Blob) -> Result<Vec<u8>, JsValue> {
    Ok(Uint8Array::new(&JsFuture::from(blob.array_buffer()).await?).to_vec())
}

async fn digest(bytes: &[u8]) -> Result<PhotoId, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let digesting = window.crypto()?.subtle().digest_with_str_and_js_u8_array("SHA-256", &Uint8Array::from(bytes))?;
    let mut digest = [0; 32];
    Uint8Array::new(&JsFuture::from(digesting).await?).copy_to(&mut digest);
    Ok(PhotoId::new(digest))
}

/// Lends the page an address for these bytes.
pub(super) async fn show(bytes: Vec<u8>) -> Option<ShownPicture> {
    let options = BlobPropertyBag::new();
    options.set_type(MIME);
    let parts = Array::of1(&Uint8Array::from(bytes.as_slice()));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    let address = Url::create_object_url_with_blob(&blob).ok()?;
    let lent = address.clone();
    let lent = Turn::new(move || {
        let _ = Url::revoke_object_url(&lent);
    });
    Some(ShownPicture { address, lent: Some(lent) })
}
