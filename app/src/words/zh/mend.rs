//! 中文 where refused records are mended and forms are taken up again.

use crate::words::mend::MendWords;

pub(in crate::words) static WORDS: MendWords = MendWords {
    unfinished: "未填完",
    go_on: "接着写",
    of_a_newer_app: "新版里填的。换成新版后，可以接着写。",

    how: "看怎么办",
    mend_title: "待修改",
    send_mended: "改好，再传",
    send_again: "再传一次",
    not_here: "这一条不用改了",
    not_here_note: "已经改好，或者已经放弃。",
    to_mend_here: "这一户有要改的",
    refused_since: |a| format!("{a}填的"),

    covered: "不同的地方没有显示，请问清楚谁的对。",

    all_here: "写的都还在，没有丢。",
    invalid_todo: "改好标红的那一处，再传一次。",
    unreadable: "服务器读不懂这一条。",
    unreadable_todo: "请对一遍，再传一次；还不行，请找网格长。",
    left: "这一户现在由别人走。",
    left_shown: "你想改的，他的手机上看得到，由他定。你以前的记录都算。",
    left_shown_todo: "这里放弃就好；先留着也行。",
    left_safe: "写的都还在。你以前的记录都算。",
    left_todo: "请把要改的告诉网格长，再放弃这条。",
    back_again: "当时这一户不归你走，现在归你了。",
    back_again_todo: "再传一次就好。",
    gone: "要改的那条记录，已经被撤回了。",
    gone_safe: "别的记录不受影响。",
    gone_todo: "还要的话，重新记一次；这条放弃。",
    forbidden: "这个账号现在不能记这一类。",
    forbidden_todo: "请找网格长开通，再传一次；不用了就放弃。",
    state: "别人已经往下办了。",
    state_safe: "办到哪一步，以后来的为准，没有丢。",
    state_todo: "这一步不用了，放弃就好。",
    id_reuse: "它的编号和别的记录撞上了。",
    id_reuse_todo: "再传一次，会换个编号。",
    waits: "它前面的那条还没有传上去。",
    waits_todo: "前面那条改好以后，它会自己再传。",
    orphan: "服务器上没有它那一户。",
    orphan_todo: "请找网格长看看；不用了就放弃。",
};
