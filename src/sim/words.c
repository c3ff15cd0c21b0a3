#include "sim/words.h"

#define W(word)                \
    {                          \
        sizeof(word) - 1, word \
    }

/* Some are not ASCII and some are only pieces, as real tokens are. */
const struct word words[WORDS] = {
    W(" the"),      W(" a"),       W(" of"),      W(" and"),    W(" to"),      W(" in"),
    W(" is"),       W(" it"),      W(" that"),    W(" for"),    W(" on"),      W(" with"),
    W(" as"),       W(" at"),      W(" by"),      W(" from"),   W(" or"),      W(" an"),
    W(" be"),       W(" this"),    W(" which"),   W(" but"),    W(" not"),     W(" are"),
    W(" was"),      W(" have"),    W(" has"),     W(" one"),    W(" two"),     W(" three"),
    W(" all"),      W(" some"),    W(" each"),    W(" most"),   W(" more"),    W(" less"),
    W(" time"),     W(" day"),     W(" light"),   W(" water"),  W(" stone"),   W(" river"),
    W(" hill"),     W(" road"),    W(" town"),    W(" house"),  W(" garden"),  W(" window"),
    W(" door"),     W(" table"),   W(" bread"),   W(" salt"),   W(" apple"),   W(" tree"),
    W(" leaf"),     W(" bird"),    W(" wind"),    W(" rain"),   W(" snow"),    W(" summer"),
    W(" winter"),   W(" morning"), W(" evening"), W(" night"),  W(" bright"),  W(" quiet"),
    W(" slow"),     W(" quick"),   W(" narrow"),  W(" wide"),   W(" early"),   W(" late"),
    W(" green"),    W(" blue"),    W(" warm"),    W(" cold"),   W(" gentle"),  W(" steady"),
    W(" clear"),    W(" open"),    W(" small"),   W(" large"),  W(" young"),   W(" old"),
    W(" walk"),     W(" carry"),   W(" build"),   W(" follow"), W(" listen"),  W(" answer"),
    W(" remember"), W(" measure"), W(" gather"),  W(" begin"),  W(" wander"),  W(" turn"),
    W(" keep"),     W(" hold"),    W(" learn"),   W(" write"),  W(" read"),    W(" sing"),
    W(" rest"),     W(" café"),    W(" naïve"),   W(" über,"),  W(" perhaps"), W(" therefore"),
    W(" however"),  W(" because"), W(" while"),   W(" until"),  W(" after"),   W(" before"),
    W(" between"),  W(" beyond"),  W(" under"),   W(" over"),   W(" along"),   W(" across"),
    W(","),         W("."),        W(";"),        W(" –"),      W("ing"),      W("ly"),
    W("er"),        W("ed"),
};

/* Of two, three and four bytes, put together of several characters, written from right to left;
 * and the three that end a line in Unicode, but not in a stream of events. */
const struct word foreign_words[WORDS] = {
    W(" пример"),      W(" слово"),       W(" река"),        W(" дорога"),      W(" вечер"),
    W(" свет"),        W(" 水"),          W(" 山"),          W(" 光"),          W(" 石头"),
    W(" 夜晚"),        W(" 朝"),          W(" ことば"),      W(" みず"),        W(" ひかり"),
    W(" 한글"),        W(" 바다"),        W(" λόγος"),       W(" θάλασσα"),     W(" φως"),
    W(" मेघ"),          W(" नदी"),         W(" مدينة"),       W(" نهر"),         W(" שלום"),
    W(" ירח"),         W(" naïve"),       W(" été"),         W(" Straße"),      W(" smørrebrød"),
    W(" ångström"),    W(" çok"),         W(" žluťoučký"),   W(" łódź"),        W(" ệ"),
    W(" 🌊"),           W(" 🙂"),        W(" 👩‍💻"), W(" 𝔘𝔫𝔦"),         W(" ½"),
    W(" €"),           W(" …"),           W(" —"),           W(" «да»"),        W(" “oui”"),
    W(" ﬁn"),          W(" é"),           W(" ö"),           W("\xe2\x80\xa8"), W("\xc2\x85"),
    W("\xe2\x80\xa9"), W(" пример"),      W(" слово"),       W(" река"),        W(" дорога"),
    W(" вечер"),       W(" свет"),        W(" 水"),          W(" 山"),          W(" 光"),
    W(" 石头"),        W(" 夜晚"),        W(" 朝"),          W(" ことば"),      W(" みず"),
    W(" ひかり"),      W(" 한글"),        W(" 바다"),        W(" λόγος"),       W(" θάλασσα"),
    W(" φως"),         W(" मेघ"),          W(" नदी"),         W(" مدينة"),       W(" نهر"),
    W(" שלום"),        W(" ירח"),         W(" naïve"),       W(" été"),         W(" Straße"),
    W(" smørrebrød"),  W(" ångström"),    W(" çok"),         W(" žluťoučký"),   W(" łódź"),
    W(" ệ"),           W(" 🌊"),           W(" 🙂"),        W(" 👩‍💻"), W(" 𝔘𝔫𝔦"),
    W(" ½"),           W(" €"),           W(" …"),           W(" —"),           W(" «да»"),
    W(" “oui”"),       W(" ﬁn"),          W(" é"),           W(" ö"),           W("\xe2\x80\xa8"),
    W("\xc2\x85"),     W("\xe2\x80\xa9"), W(" пример"),      W(" слово"),       W(" река"),
    W(" дорога"),      W(" вечер"),       W(" свет"),        W(" 水"),          W(" 山"),
    W(" 光"),          W(" 石头"),        W(" 夜晚"),        W(" 朝"),          W(" ことば"),
    W(" みず"),        W(" ひかり"),      W(" 한글"),        W(" 바다"),        W(" λόγος"),
    W(" θάλασσα"),     W(" φως"),         W(" मेघ"),          W(" नदी"),         W(" مدينة"),
    W(" نهر"),         W(" שלום"),        W(" ירח"),
};
