//! The township as a whole, loaded as `doorstep demo` loads it.
