-- In other languages. Names and numbers come from the same slots; what has to be a word of the
-- language comes from a list of its own in languages_words.lua.

local list = require "stoke.prompts.list"

local languages = list.templates [[
Was ist der Unterschied zwischen {{de_thema}} und {{de_thema}}? Erkläre es {{de_wem}} in höchstens {{number}} Wörtern.
----
Ich möchte am {{de_tag}} um {{clock}} Uhr mit {{small}} Personen von {{city}} nach {{city}} fahren und {{de_ding}}
mitnehmen. Welche Möglichkeiten gibt es, was kosten sie ungefähr, und was davon ist mit {{price}} Euro zu schaffen?
----
Schreibe eine kurze Geschichte über {{de_ding}} und eine Person namens {{name}} {{surname}}, die {{de_ort}}
arbeitet. Sie spielt an einem {{de_tag}} und handelt von {{de_thema}}. Das Ende soll offen bleiben, bitte nicht
mehr als {{number}} Wörter.
----
Fasse den folgenden Text in {{small}} Sätzen zusammen und nenne drei Stichwörter.

{{name}} {{surname}} war {{number}} Monate lang {{de_ort}} beschäftigt, ehe jemand bemerkte, dass in keinem Plan
stand, womit. Jeden {{de_tag}} um {{clock}} Uhr öffnete sie das Fenster, goss die Pflanzen und schrieb in ein Heft,
wer vorbeikam. Als im Jahr {{year}} die alten Hefte gefunden wurden, waren es {{number}} Stück, und sie erzählten
mehr von {{de_thema}} als jedes Archiv. Ein Eintrag lautet nur: "Wieder {{de_ding}}, und niemand weiß, woher."
Heute liegen die Hefte im Museum von {{city}}, und wer möchte, darf darin lesen, allerdings nur am {{de_tag}} und
nur mit sauberen Händen. {{percent}} Prozent der Besucher kommen ein zweites Mal. Die meisten suchen den Eintrag
von dem Tag, an dem sie selbst geboren wurden.
----
Quelle est la différence entre {{fr_sujet}} et {{fr_sujet}} ? Explique-la {{fr_qui}} en {{number}} mots au maximum.
----
Bonjour, j'ai acheté {{fr_objet}} pour {{price}} euros le {{fr_jour}}, mais le vendeur de {{city}} refuse tout
remboursement, sous prétexte que {{small}} semaines sont passées. Rédige une lettre ferme et polie, signée {{name}}
{{surname}}.
----
Résume ce texte en {{small}} phrases, puis propose un titre.

Dans le quartier, tout le monde connaît {{name}} {{surname}}, mais personne ne sait exactement ce qu'elle répare.
Sa boutique ouvre le {{fr_jour}} à {{clock}} et ferme quand il n'y a plus de café. On y apporte {{fr_objet}}, on
attend un peu, on échange quelques idées sur {{fr_sujet}}, et l'on repart avec autre chose. En {{year}}, la mairie
a voulu transformer la rue en parking ; {{number}} habitants sont venus s'asseoir sur le trottoir, chacun avec un objet
cassé. Le projet a été abandonné. Depuis, {{percent}} pour cent des objets repartent réparés, et les autres,
dit-elle, n'étaient pas vraiment en panne.
----
¿Qué relación hay entre {{es_tema}} y {{es_tema}}? Contesta {{es_como}}, con un ejemplo de {{city}} y en menos de
{{number}} palabras.
----
Quiero organizar una cena para {{small}} personas el {{es_dia}} a las {{clock}}. Tengo {{price}} euros, un horno
pequeño y {{es_cosa}}. Propón un menú sencillo, una lista de la compra y un horario.
----
Corrige los errores del texto siguiente y explica {{small}} de ellos.

El {{es_dia}} pasado, {{name}} {{surname}} encontró {{es_cosa}} en el tranvía número {{number}}. Dentro había una
nota que decía: "Si lees esto, llama a {{name}} antes de las {{clock}}." Llamo enseguida, pero contestó una voz que
no sabia nada sobre {{es_tema}} ni sobre la nota. Desde entonces, cada {{es_dia}} viaja en el mismo tranvía, con
{{es_cosa}} sobre las rodillas, por si alguien lo reconoze. Han pasado ya {{number}} semanas. El conductor dice que
nunca a tenido un pasajero tan puntual.
----
请用{{zh_how}}解释{{zh_topic}}和{{zh_topic}}之间的关系，不超过{{number}}个字。
----
我打算在{{small}}月去{{zh_city}}住{{small}}天，预算是{{number}}元，喜欢{{zh_topic}}，不喜欢人多的地方。请帮我安排行程，并说明每天大概的花费。
----
请概括下面这段文字的主要内容，并回答：作者对{{zh_topic}}的态度是什么？

{{zh_city}}的老街上有一家修理{{zh_thing}}的小店，已经开了{{number}}年。店主每天早上{{small}}点开门，先扫地，再泡一壶茶，然后等客人。有人带来{{zh_thing}}，
有人只是来聊聊{{zh_topic}}。{{year}}年，街道改建，许多店铺搬走了，只有他留了下来。他说，东西坏了可以修，街坊散了就难了。现在每到周末，总有{{number}}多个
年轻人来这里学手艺，他们说，最难的不是修理，而是耐心。
----
{{ja_topic}}と{{ja_topic}}の違いを、{{ja_how}}{{number}}字以内で説明してください。
----
来月、{{small}}人で{{ja_city}}に{{small}}泊する予定です。予算は一人{{number}}00円で、{{ja_topic}}に興味があります。雨の日の案も含めて、計画を立ててください。
----
次の文章を{{small}}文で要約し、題名をつけてください。

{{ja_city}}の駅前に、{{ja_thing}}だけを売る店がある。店主は{{number}}か月前まで会社員だったが、ある朝、{{ja_topic}}について書かれた古い本を読み、仕事を辞めたという。
最初の客は近所の子どもで、{{small}}円しか持っていなかった。店主は{{ja_thing}}を一つ渡し、残りは大人になったら払うようにと言った。{{year}}年のことである。
今では遠くからも客が来るが、{{percent}}パーセントは何も買わずに、ただ話をして帰っていく。それでいいのだと店主は笑う。
]]

languages.weight = 6

return languages
