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
