-- Slots of the prompts in other languages, named by the language's code.

local list = require "stoke.prompts.list"

local items = list.items

return {
  de_thema = items [[Leihe; dem Klimawandel; der Straßenbahn; Ehrlichkeit; künstlicher Intelligenz;
    dem Ehrenamt; Sauerteig; der Schulpflicht; Erbrecht; Heimweh; der Bahnreform; Wärmepumpen; Datenschutz; dem
    Mondkalender; Tarifverträgen; Fachwerk; dem Grundgesetz; Pilzen; Schach; der Rente]],
  de_wem = items [[einem Kind von zehn Jahren; meiner Großmutter; einer Schulklasse; jemandem in Eile; einem
    Gemeinderat; einer neuen Kollegin; einem Gast aus dem Ausland]],
  de_tag = items "Montag; Dienstag; Mittwoch; Donnerstag; Freitag; Samstag; Sonntag",
  de_ding = items [[ein altes Fahrrad; ein Klavier; eine Kiste ohne Deckel; eine Stehlampe; ein Paket ohne
    Absender; eine verstimmte Glocke; ein Kanu; eine Schildkröte; ein Fass voller Äpfel; eine Standuhr; ein Zelt;
    eine rote Tür]],
  de_ort = items [[im Stadtarchiv; auf dem Bahnhof; in der Wetterstation; im Leuchtturm; in einer Bäckerei; auf dem
    Rathausturm; im Schwimmbad; in einer Gärtnerei; am Grenzübergang; in der Bücherei]],
  fr_sujet = items [[la liberté; le levain; les marées; la politesse; le télétravail; la mémoire; l'inflation; le
    vélo en ville; la photosynthèse; l'ennui; les impôts; la lumière; le silence; la démocratie; les champignons;
    le cinéma muet]],
  fr_qui = items [[à un enfant de dix ans; à ma grand-mère; à une classe de lycée; à un journaliste pressé; à un nouveau
    collègue; à un voisin sceptique]],
  fr_jour = items "lundi; mardi; mercredi; jeudi; vendredi; samedi; dimanche",
  fr_objet = items [[un grille-pain; une montre; un accordéon; une lampe de bureau; un vieux poste de radio; un
    parapluie rouge; une machine à coudre; un réveil; un moulin à café; un vélo pliant]],
  es_tema = items [[el clima; la siesta; la inflación; las mareas; la memoria; el teletrabajo; la cortesía; los
    volcanes; el ajedrez; las abejas; la vivienda; el silencio; la energía solar; los idiomas; la paciencia; el pan]],
  es_como = items [[con sencillez; con humor; como un profesor paciente; en tono formal; como en una carta; paso a
    paso]],
  es_dia = items "lunes; martes; miércoles; jueves; viernes; sábado; domingo",
  es_cosa = items [[un paraguas verde; una caja de botones; una guitarra sin cuerdas; dos kilos de tomates; un
    reloj parado; una bolsa de castañas; un mapa antiguo; una jaula vacía; un queso enorme]],
  zh_topic = items [[茶文化; 书法; 人工智能; 城市交通; 围棋; 垃圾分类; 古典诗词; 太阳能; 民间音乐; 地方小吃; 睡眠; 礼貌; 城市公园; 历史建筑; 传统节日; 耐心]],
  zh_how = items "简单的语言; 一个比喻; 三句话; 小学生能懂的话; 幽默的方式; 一个生活中的例子",
  zh_city = items "成都; 泉州; 大理; 苏州; 哈尔滨; 敦煌; 青岛; 绍兴; 桂林; 西安",
  zh_thing = items "钟表; 雨伞; 收音机; 自行车; 皮鞋; 二胡; 竹椅; 钢笔; 缝纫机; 老照片",
  ja_topic = items "俳句; 温泉; 将棋; 発酵食品; 人工知能; 茶道; 鉄道; 里山; 睡眠; 礼儀; 天気予報; 漢字; 太陽光発電; 民話; 祭り; 包丁",
  ja_how = items "やさしい言葉で; たとえ話を使って; 小学生にもわかるように; 具体例を一つ挙げて; 敬語で; 順を追って",
  ja_city = items "金沢; 松江; 函館; 長崎; 倉敷; 高山; 弘前; 尾道; 鎌倉; 熊本",
  ja_thing = items "風鈴; 万年筆; 古い時計; 傘; 切手; 鉛筆; 急須; 提灯; 絵葉書; 下駄",
}
