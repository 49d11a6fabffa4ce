//! 中文: what the app says of photos.

use crate::words::PhotoWords;

pub(in crate::words) static PHOTO_WORDS: PhotoWords = PhotoWords {
    photo_n: |n| format!("照片 {n}"),
    photos_n: |n| format!("照片 {n} 张"),
    take: "拍照",
    choose: "选照片",
    most: |n| format!("最多 {n} 张，已经够了。"),
    working: "正在缩小照片…",
    remove: "去掉",
    remove_n: |n| format!("去掉照片 {n}"),
    not_a_picture: "这不是照片。",
    not_a_picture_todo: "请选一张照片，或者拍一张。",
    unreadable: "这张照片打不开。",
    unreadable_todo: "请换一张，或者重新拍。别的内容都还在。",
    lost: "有照片没存下来。",
    lost_todo: "需要的话，请重新拍。别的内容都还在。",
    not_here: "有信号时才能看",
    waiting_n: |n| format!("照片待上传 {n}"),
    waiting_words: "张照片待上传",
    waiting_note: "记录都已上传，照片会接着自动传。",
    waiting_too: |n| format!("另有 {n} 张照片，记录传完接着传。"),
    not_in_file: |n| format!("照片不在文件里：{n} 张仍在本机，有信号时自动上传。"),
    sign_out_waiting: |n| format!("还有 {n} 张照片没有上传。退出后仍留在本机，下次登录接着传。"),
    refused: |n| format!("{n} 张照片服务器没有收下。"),
    refused_safe: "走访记录都已收下。",
    refused_todo: "需要的话，请再走访一次，重新拍。",
};
