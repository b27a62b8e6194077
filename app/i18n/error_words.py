"""The sentence for every error code (domain/errors.py): what is wrong, what to do. Placeholders are its parameters."""

from __future__ import annotations

from app.i18n.marking import N_

ERRORS: dict[str, str] = {
    # what people type
    "form.wrong": N_("Belgilangan joylarni tuzating."),
    "file.choose_again": N_("Boshqa joyda xato bor. Faylni qaytadan tanlang: brauzer uni saqlamaydi."),
    "number.most": N_("Eng koʻpi bilan %(most)s."),
    "field.required": N_("Bu joyni toʻldirish shart."),
    "choice.unknown": N_("Roʻyxatdan tanlang."),
    "link.form": N_("Havola https:// yoki http:// bilan boshlansin va boʻsh joysiz yozilsin."),
    "number.letter_o": N_("Harf O yozilgan, 0 kerak: raqam bilan yozing."),
    "number.letter_l": N_("Harf “l” yoki “I” yozilgan, 1 kerak: raqam bilan yozing."),
    "number.letter_z": N_("Kirillcha harf Z yozilgan, 3 kerak: raqam bilan yozing."),
    "number.counted": N_("%(value)s: oʻlchov birligi “%(measure)s” butun sonlarda yoziladi."),
    "number.negative": N_("Manfiy son yozilmaydi. 0 yoki undan katta son kiriting."),
    "number.sign": N_("Son oldidagi belgini oʻchiring, faqat raqam yozing."),
    "number.decimal": N_("Butun son kiriting, vergul va nuqtasiz."),
    "number.ambiguous": N_(
        "Bu sonni ikki xil oʻqish mumkin. Mingliklarni boʻsh joy, kasrni vergul bilan ajrating: 1 234 yoki 1,23."
    ),
    "number.places": N_("Verguldan keyin koʻpi bilan %(places)s ta raqam yoziladi."),
    "number.exponent": N_("Sonni toʻliq raqamlar bilan yozing, masalan 1000."),
    "number.text_after": N_("Sondan keyin soʻz yozilgan. Faqat sonning oʻzini yozing, masalan 12."),
    "number.percent": N_("Foiz belgisini oʻchiring, faqat sonning oʻzini yozing."),
    "number.formula": N_("Formula qabul qilinmaydi. Hisoblab, tayyor sonni yozing."),
    "number.foreign_digits": N_("Sonni oddiy raqamlar bilan yozing: 0, 1, 2 … 9."),
    "number.too_large": N_("Son juda katta. Eng katta son: 1 000 000 000."),
    "number.too_long": N_("Juda uzun yozilgan. Faqat bitta son yozing."),
    "number.invisible": N_("Son ichida koʻrinmaydigan belgi bor. Hammasini oʻchirib, qaytadan yozing."),
    "number.spaces": N_("Bitta son yozing. Boʻsh joy faqat mingliklarni ajratadi: 12 345."),
    "number.not_number": N_("Bu son emas. Faqat raqam yozing, masalan 125."),
    "number.composite": N_("Sonlar orasiga bittadan “/” qoʻying, masalan 1/12. Yozilgani: %(value)s."),
    "ratio.form": N_("Ikkita sonni “/” bilan yozing: 12/40 degani 40 tadan 12 tasi."),
    "ratio.more_than_whole": N_("Birinchi son ikkinchisidan katta boʻlmaydi: %(part)s/%(whole)s."),
    "date.form": N_("Sanani mana bunday yozing: 31.12.2025."),
    "date.short_year": N_("Yilni toʻrt raqam bilan yozing: 31.12.2025."),
    "date.slashes": N_("Kun, oy va yilni nuqta bilan ajrating: 31.12.2025."),
    "date.no_such_day": N_("Taqvimda bunday kun yoʻq. Sanani tekshiring."),
    "date.year": N_("Yil 2000 bilan 2099 orasida boʻlishi kerak."),
    "date.outside_month": N_("Sana shu oyga toʻgʻri kelmaydi."),
    "date.outside_year": N_("Sana %(year)s-yilga toʻgʻri kelmaydi."),
    "text.control": N_("Matnda koʻrinmaydigan boshqaruv belgisi bor. Matnni qaytadan yozing."),
    "text.broken": N_("Matndagi bir belgi buzilgan. Matnni qaytadan yozing."),
    "text.too_long": N_("Matn juda uzun: %(length)s ta belgi. Koʻpi bilan %(limit)s ta belgi yozing."),
    "period.unknown": N_("Bunday davr yoʻq."),
    "period.month": N_("Bunday oy yoʻq. Oyni yili va raqami bilan yozing, masalan 2025-06 (oy 01 dan 12 gacha)."),
    # cells, cards and rows
    "row.unknown": N_("Bu rejada bunday qator yoʻq."),
    "cell.unknown": N_("Bunday katak yoʻq yoki u sizning xizmatingizga tegishli emas."),
    "cell.row_moved": N_(
        "%(key)s qatorining raqami oʻzgargan, endi u %(now)s. Hech narsa saqlanmadi: sahifani yangilang va "
        "%(now)s qatorida davom eting."
    ),
    "cell.row_gone": N_(
        "Sahifangizdagi %(key)s qatori rejadan olib tashlangan. Hech narsa saqlanmadi: sahifani yangilang."
    ),
    "cell.by_register": N_("Bu koʻrsatkich daftardan hisoblanadi. Sonni emas, daftarga yozuv qoʻshing."),
    "cell.reason_needed": N_("Nima uchun qoʻllanilmasligini yozing."),
    "card.no_row": N_("Yozuv rejaning qaysi qatoriga tegishli ekanini tanlang."),
    "card.other_year": N_(
        "%(key)s qatori bu sana tegishli yilning rejasida boshqa yoki yoʻq. "
        "Oʻsha oyning sahifasini oching va qatorni u yerda tanlang."
    ),
    "card.one_row": N_("Bu yozuv rejaning faqat bitta qatoriga tegishli boʻladi."),
    "card.no_candidates": N_("Bu boʻlinma rejada bu daftarga tegishli birorta qatorni hisobga olmaydi."),
    "card.no_plan": N_("%(year)s-yil ish rejasi hali kiritilmagan: bu daftarga yozuv reja kiritilgach qoʻshiladi."),
    "card.no_plan_letter": N_(
        "%(year)s-yil ish rejasi hali kiritilmagan: hujjat javob beradigan majburiyatni belgilang. Muddatga javob "
        "bermaydigan hujjat reja kiritilgach yoziladi."
    ),
    "conflict.cell": N_("Bu katakni shu orada boshqa xodim oʻzgartirdi. Ikkala sonni koʻrib, bittasini tanlang."),
    "conflict.card": N_(
        "Bu yozuvni shu orada boshqa xodim oʻzgartirdi: %(title)s. Ikkala holatni solishtirib, birini tanlang."
    ),
    "conflict.card_voided": N_("Bu yozuv shu orada oʻchirilgan: %(title)s."),
    "conflict.row": N_(
        "Rejaning %(key)s qatorini shu orada boshqa xodim oʻzgartirdi. Sahifani yangilab, qayta urinib koʻring."
    ),
    "plan.not_draft": N_(
        "%(year)s-yil rejasi tasdiqlangan: u faqat rejaga oʻzgartirish kiritish yoʻli bilan oʻzgaradi."
    ),
    "paper.unknown": N_("Bunday qogʻoz turi yoʻq."),
    "paper.placeholder": N_(
        "Sarlavhadagi %(name)s tushunarsiz. Bu qogʻozning sarlavhasida qavs ichida faqat shular yoziladi: %(known)s."
    ),
    "paper.placeholder_missing": N_(
        "Sarlavhada %(name)s ham boʻlsin: usiz qaysi qogʻoz ekani bilinmaydi. Yoki sarlavhani boʻsh qoldiring."
    ),
    "paper.own_not_chosen": N_(
        "Quyidagi kataklar toʻldirilgan, lekin ularni qogʻozga yozish belgilanmagan. Ikkinchi javobni belgilang yoki "
        "kataklarni boʻshating."
    ),
    "paper.signatures": N_(
        "Har bir imzoning lavozimini yozing, ismini boʻsh qoldirsa boʻladi. Imzolar soni 1 tadan %(most)s tagacha."
    ),
    "paper.plan_approved": N_(
        "%(year)s-yil rejasi tasdiqlangan: uning sarlavhasi, bloklari va imzolari tasdiqlangan kundagidek qoladi."
    ),
    "conflict.paper": N_("Buni shu orada boshqa xodim oʻzgartirdi. Hozirgi holatini koʻrib, qaytadan saqlang."),
    "amendment.draft": N_("%(year)s-yil rejasi hali loyiha: uning qatorlari shundoq tahrirlanadi."),
    "amendment.open": N_("%(number)s-oʻzgartirish hali tugamagan: avval uni tasdiqlating yoki bekor qiling."),
    "amendment.reason_missing": N_("Reja nima uchun oʻzgartirilayotganini yozing."),
    "amendment.note_missing": N_("Nima uchun qaytarilayotganini yozing."),
    "amendment.other_year": N_("%(year)s-yilning oyini tanlang."),
    "amendment.month_shut": N_("%(period)s yopilgan yoki yuborilgan: oʻzgartirish undan keyingi oydan boshlanadi."),
    "amendment.before_last": N_(
        "Avvalgi oʻzgartirish shu oydan amal qiladi: %(period)s. Undan oldingi oyni tanlab boʻlmaydi."
    ),
    "amendment.number": N_("Qator raqamini yozing: 36 yoki 12.5."),
    "amendment.number_taken": N_("%(key)s qatori bor: boshqa raqam yozing."),
    "amendment.name": N_("Yangi qatorning nomini yozing."),
    "amendment.row_gone": N_("%(key)s qatori oʻsha oyda rejada yoʻq."),
    "amendment.after_elsewhere": N_(
        "%(key)s qatori boshqa joyda turadi: yangi qator bilan bir boʻlim va bir qator ichidagisini tanlang."
    ),
    "amendment.empty": N_("Oʻzgartirishda hali birorta qator yoʻq."),
    "amendment.faults": N_("Toʻsqinlik qiladigan joylar bor: %(count)s. Ular quyida yozilgan."),
    "amendment.not_editable": N_(
        "%(number)s-oʻzgartirishni endi oʻzgartirib boʻlmaydi: u kutilmoqda, tasdiqlangan yoki bekor qilingan."
    ),
    "amendment.not_asked": N_("%(number)s-oʻzgartirish tasdiqlashga yuborilmagan."),
    "amendment.own": N_(
        "Oʻzgartirishni tayyorlagan va tasdiqlagan xodim bitta boʻlmaydi: %(number)s-oʻzgartirishni boshqa xodim "
        "tasdiqlaydi."
    ),
    "amendment.counted_otherwise": N_(
        "%(unit)s %(period)s uchun boshqa shaklda %(count)s ta son yozgan: bir ish ikki marta sanalmasligi uchun "
        "keyingi oyni tanlang."
    ),
    "amendment.mode_official": N_(
        "%(unit)s, %(period)s: sonlari qabul qilingan (%(count)s ta). Hisoblash usuli oʻzgarsa, qabul qilingan son "
        "boshqa boʻlib qoladi. Qatorni tugatib, yangisini qoʻshing."
    ),
    "amendment.figures_after_end": N_(
        "%(unit)s %(period)s uchun bu qatorga %(count)s ta son yozgan: keyingi oyni tanlang yoki sonlarni olib "
        "tashlang."
    ),
    "amendment.unit_left": N_(
        "%(unit)s %(period)s uchun bu qatorga %(count)s ta son yozgan, oʻzgartirishdan keyin esa bu qatorni sanamaydi: "
        "keyingi oyni tanlang, sonlarni olib tashlang yoki boʻlinmani sanovchilar orasida qoldiring."
    ),
    "amendment.place_elsewhere": N_(
        "Qator faqat oʻzi turgan qator ichida yoki boʻlimlar orasida koʻchadi. Boshqa qator ichiga koʻchirish uchun "
        "uni tugatib, yangisini qoʻshing."
    ),
    "amendment.split_parts": N_("%(key)s qatorining tarkibi bor: unga yangi qator qoʻshing."),
    "amendment.split_level": N_(
        "%(key)s qatori qoldiq yoki foiz: u tarkibga boʻlinmaydi. Uni tugatib, yangisini qoʻshing."
    ),
    "amendment.split_composite": N_(
        "%(key)s qatorining katagida bir necha son bor: u oʻzgartirish bilan boʻlinmaydi. Uni tugatib, yangisini "
        "qoʻshing."
    ),
    "amendment.split_empty": N_("%(key)s qatori tarkibga boʻlinadi, lekin tarkibida birorta qator qolmagan."),
    "amendment.until_name": N_("Oldingi oylarning sonlari turadigan qatorga nom bering."),
    "amendment.own_figures": N_(
        "%(unit)s %(period)s uchun bu qatorning oʻziga %(count)s ta son yozgan: tarkibidan yigʻilsa, ular hech qayerda "
        "sanalmaydi. “Tarkibga boʻlish” ularni alohida qatorda saqlaydi."
    ),
    "amendment.unknown": N_("Bunday oʻzgartirish yoʻq."),
    "amendment_remark.past_spread": N_(
        "Yangi reja shu paytgacha rejalashtirilganidan kam yoki hisoblash usuli boshqa: yil boshidan hamma oylarning "
        "rejasi qayta boʻlinadi."
    ),
    "amendment_remark.past_spread_shut": N_(
        "Yangi reja shu paytgacha rejalashtirilganidan kam yoki hisoblash usuli boshqa: yil boshidan hamma oylarning "
        "rejasi qayta boʻlinadi. Ulardan yopilganlari: %(months)s. Yuborilgan hisobotlar oʻzgarmaydi."
    ),
    "amendment_remark.past_filled": N_(
        "Qatorning rejasi nomaʼlum edi: yil boshidan hamma oylarga boʻlinadi, oldingi oylarga ham."
    ),
    "amendment_remark.past_filled_shut": N_(
        "Qatorning rejasi nomaʼlum edi: yil boshidan hamma oylarga boʻlinadi. Ulardan yopilganlari: %(months)s. "
        "Yuborilgan hisobotlar oʻzgarmaydi."
    ),
    "amendment_remark.row_moves": N_("Qatorning yangi raqami: %(key)s. Sonlari va tarixi oʻzi bilan koʻchadi."),
    "amendment_remark.sum_differs": N_("Qatorning rejasi %(total)s, qismlariniki birgalikda %(parts)s."),
    "amendment_remark.shares_above": N_("Boʻlinmalarning oʻz ulushlari rejadan %(rest)s taga koʻp boʻlib qoladi."),
    "conflict.amendment": N_("%(number)s-oʻzgartirish siz koʻrganingizdan keyin oʻzgargan. Sahifani qayta oching."),
    "phasing.month_shut": N_("%(month)s-oy yopilgan yoki yuborilgan: uning rejasi oʻzgarmaydi."),
    "phasing.reason_missing": N_("Oylar nima uchun oʻzgartirilayotganini yozing."),
    "lock.row_outside": N_("%(key)s qatori bu oyda rejada yoʻq: rejaga oʻzgartirish kiritilgan."),
    "plan.own_approval": N_(
        "Rejani kiritgan va tasdiqlagan xodim bitta boʻlmaydi: %(year)s-yil rejasini boshqa xodim tasdiqlaydi."
    ),
    "plan.part_has_entries": N_("%(key)s koʻrsatkichi boʻyicha yozuvlar bor, uni rejadan olib tashlab boʻlmaydi."),
    "plan.methodologist": N_("Qator nomini faqat metodist belgilaydi."),
    "plan.no_such_part": N_("%(key)s qatorida %(place)s-tarkib yoʻq."),
    "shares.methodologist": N_("Boʻlinmalarning oʻz ulushini faqat metodist belgilaydi."),
    "shares.reason_needed": N_("Reja tasdiqlangan. Ulush nima uchun oʻzgarishini yozing."),
    "shares.of_parts": N_("%(key)s qismlaridan yigʻiladi. Ulushni qismlariga belgilang."),
    "shares.no_plan": N_("%(key)s boʻyicha reja soni yoʻq, shuning uchun ulushga boʻlinmaydi."),
    "shares.of_ratio": N_("%(key)s foizda hisoblanadi va boʻlinmaydi: reja har bir boʻlinma uchun bir xil."),
    "shares.one_unit": N_("%(key)s rejasini bitta boʻlinma hisobga oladi: butun reja shu boʻlinmaniki."),
    "shares.not_counting": N_("%(name)s %(key)s qatorini hisobga olmaydi, unga ulush berilmaydi."),
    "shares.negative": N_("Ulush manfiy boʻlmaydi."),
    "shares.places": N_("Ulushda verguldan keyin koʻpi bilan %(places)s ta raqam yoziladi."),
    "shares.above_plan": N_("Ulushlar yigʻindisi %(total)s, reja %(planned)s: rejadan %(excess)s ga ortiq."),
    "shares.below_fixed": N_(
        "%(name)s: yopilgan oylarda ulushdan %(fixed)s bor edi, %(share)s boʻlib qolmaydi. Yopilgan oylarning ulushi "
        "oʻzgarmaydi."
    ),
    "shares.idle_month": N_("Boʻlinma bu qatorni %(month)s-oyda hisoblamaydi: u oyga ulush yozilmaydi."),
    "shares.months_sum": N_("Oylar yigʻindisi ulushga teng boʻlishi kerak. Yigʻindi: %(total)s, ulush: %(plan)s."),
    "shares.months_level": N_("Dekabr oyi ulushga teng boʻlishi kerak. Dekabr: %(level)s, ulush: %(plan)s."),
    "shares.nothing_to_go_by": N_("Oʻtgan yilning shu qatori boʻyicha boʻlinmalar sonlari yoʻq."),
    "plan.unknown": N_("Bu yil uchun ish rejasi yuklanmagan."),
    "plan.row_has_entries": N_("%(key)s qatori boʻyicha yozuvlar bor, uni rejadan olib tashlab boʻlmaydi."),
    "conflict.plan_tree": N_(
        "%(year)s-yil rejasining qatorlarini siz sahifani ochganingizdan keyin boshqa kishi oʻzgartirdi. "
        "Sahifa yangilandi, amalni qaytadan bajaring."
    ),
    "conflict.figure": N_("%(key)s qatorining bu katagida boshqa kishi boshqa son yozgan."),
    "plan.figure_of_parts": N_("%(key)s qatorining soni tarkibidan yigʻiladi, u bu yerda yozilmaydi."),
    "roll_over.exists": N_("%(year)s-yil rejasi allaqachon bor, uni qaytadan tuzib boʻlmaydi. Mavjudini tahrirlang."),
    "roll_over.not_looked_at": N_(
        "Siz koʻrgan reja bilan hozir tuziladigani bir xil emas: bu orada yangi son kiritilgan yoki bu yilgi reja "
        "oʻzgargan. Hech narsa saqlanmadi, quyida yangisi turibdi: koʻrib chiqing va yana bosing."
    ),
    "roll_over.results_moved": N_(
        "Siz koʻrgan natijalar bu orada oʻzgargan. Hech narsa saqlanmadi: nima oʻzgarishini yana koʻring."
    ),
    "roll_over.too_early": N_("%(year)s-yil rejasini tuzish boshlanadigan kun: %(day)s."),
    "roll_over.percent": N_("Foiz -99 dan %(most)s gacha boʻlsin."),
    "roll_over.percent_form": N_("“%(value)s” foiz emas. Masalan 5 yoki -10 deb yozing."),
    "roll_over.nothing_to_renew": N_("Bu rejada %(year)s-yil rejasidan olingan qator yoʻq."),
    "roll_over.title_centre": N_("Sarlavha markaz nomi bilan boshlansin."),
    "roll_over.year": N_("Reja yili %(first)s dan %(last)s gacha boʻlsin."),
    "plan.place_unknown": N_("Bunday joy yoʻq: qatorlar oʻzgargan boʻlishi mumkin. Joyni qaytadan tanlang."),
    "plan.place_within": N_("Qatorni oʻzining tarkibiga koʻchirib boʻlmaydi."),
    "plan.unnumbered_parent": N_("%(key)s qatorining raqami yoʻq, shuning uchun uning tarkibi boʻlmaydi."),
    "plan.unnumbered_parts": N_(
        "%(number)s-qator tarkibida raqam ishlatilmaydi, shuning uchun oʻz tarkibi bor qator u yerga koʻchmaydi."
    ),
    "plan.number_form": N_("“%(value)s” qator raqami emas. Masalan 12 yoki 12.4 deb yozing."),
    "plan.number_below": N_("Bu qator raqami “%(number)s.” bilan boshlanishi kerak."),
    "plan.answer_unfit": N_("“%(value)s” bu savolga javob emas: son yozing yoki katakni boʻsh qoldiring."),
    "plan.number_taken": N_("%(roman)s boʻlimda %(number)s raqami ikki marta uchraydi. Boshqa raqam yozing."),
    "plan.read_below": N_(
        "%(number)s raqamli qator qogʻozda %(above)s-qator tarkibi boʻlib oʻqiladi. Boshqa raqam yozing yoki uni "
        "shu qator tarkibiga koʻchiring."
    ),
    "plan.read_alone": N_(
        "%(number)s raqamli qatorning muddati %(above)s-qatornikidan boshqa, shuning uchun qogʻozda u alohida qator "
        "boʻlib oʻqiladi. Muddatini bir xil qiling yoki raqamini oʻzgartiring."
    ),
    "plan.at_the_edge": N_("%(key)s qatori shu tomonga boshqa surilmaydi."),
    "plan.split_names": N_("Kamida ikkita, koʻpi bilan %(most)s ta tarkib nomini yozing, har qatorga bittadan."),
    "plan.split_composite": N_(
        "%(key)s qatorining katagida bir necha son bor: %(count)s. Avval uni shuncha tarkibga boʻling."
    ),
    "plan.row_has_figures": N_(
        "%(key)s qatorining oʻziga son yozilgan, tarkibli qatorga esa son yozilmaydi. Yangi qatorni uning yoniga "
        "qoʻshing."
    ),
    "plan.section_heading": N_("Boʻlim nomini yozing."),
    "plan.section_has_rows": N_(
        "%(roman)s boʻlimda qatorlar bor: %(count)s. Avval ularni boshqa boʻlimga koʻchiring yoki olib tashlang."
    ),
    "plan.too_many_sections": N_("Rejada %(most)s tadan koʻp boʻlim boʻlmaydi."),
    "plan.file_has_errors": N_("Faylda xatolar bor: %(count)s. Ularni faylda tuzatib, faylni qaytadan yuklang."),
    "plan.file_has_questions": N_("Javob berilmagan savollar bor: %(count)s. Avval ularga javob bering."),
    "plan.nobody_counts": N_("Kamida bitta boʻlinma sonlarni hisobga olishi kerak."),
    "conflict.plan_file": N_("“%(name)s” fayli allaqachon saqlangan yoki bekor qilingan."),
    "plan.undo_not_stored": N_("“%(name)s” fayli bilan saqlangan reja yoʻq, bekor qilinadigan narsa yoʻq."),
    "plan.undo_not_kept": N_(
        "“%(name)s” fayli saqlanishidan oldingi reja saqlab qolinmagan, shuning uchun uni bekor qilib boʻlmaydi. "
        "Toʻgʻrilangan faylni yuklang."
    ),
    "plan.undo_approved": N_(
        "%(year)s-yil rejasi tasdiqlangan, yuklashni bekor qilib boʻlmaydi. Tasdiqlangan reja faqat rejaga "
        "oʻzgartirish kiritish yoʻli bilan oʻzgaradi."
    ),
    "plan.undo_newer": N_(
        "Bu fayldan keyin “%(name)s” fayli saqlangan. Avval oʻsha faylning yuklanishini bekor qiling."
    ),
    "plan.undo_figures": N_(
        "Bekor qilinsa, quyidagi koʻrsatkichlar boʻyicha kiritilgan yozuvlar joysiz qoladi: %(keys)s. "
        "Yuklashni bekor qilish oʻrniga shu qatorlari saqlangan, toʻgʻrilangan faylni yuklang."
    ),
    "plan.undo_months": N_(
        "%(year)s-yil oylari topshirilgan yoki ularga izoh yozilgan, shuning uchun reja butunlay olib tashlanmaydi. "
        "Toʻgʻrilangan faylni yuklang."
    ),
    "plan.undo_changed": N_(
        "Fayl saqlangandan keyin reja qoʻlda oʻzgartirilgan: %(count)s ta oʻzgarish. Ular bilan birga bekor qilish "
        "uchun roʻyxatni koʻrib, katakchani belgilang."
    ),
    "phasing.no_plan": N_("Bu koʻrsatkichning butun sonli yillik rejasi yoʻq, oylarga boʻlib boʻlmaydi."),
    "phasing.months": N_("Oʻn ikki oyning hammasini toʻldiring. Hozir toʻldirilgani: %(count)s."),
    "phasing.negative": N_("Oylik reja manfiy boʻlmaydi."),
    "phasing.last_level": N_("Dekabr oyi yillik rejaga teng boʻlishi kerak. Dekabr: %(level)s, reja: %(plan)s."),
    "phasing.sum": N_("Oylar yigʻindisi yillik rejaga teng boʻlishi kerak. Yigʻindi: %(total)s, reja: %(plan)s."),
    # people and units
    "text.required": N_("Bu joyni toʻldirish shart."),
    "form.uneven": N_("Shakl toʻliq kelmadi, hech narsa saqlanmadi. Sahifani yangilab, qayta urinib koʻring."),
    "unit.unknown": N_("Bunday xizmat yoki sektor yoʻq."),
    "unit.code": N_("Kodni kichik lotin harflari, raqam va chiziqcha bilan yozing."),
    "unit.code_taken": N_("Bu kod band: %(code)s. Boshqasini yozing."),
    "unit.name_taken": N_("Bunday nomli xizmat yoki sektor bor: %(name)s."),
    "unit.parent_below": N_("Boʻlinma oʻziga yoki oʻz tarkibidagi sektorga boʻysuna olmaydi."),
    "conflict.unit": N_(
        "“%(name)s” boʻlinmasini shu orada boshqa xodim oʻzgartirdi. Sahifani yangilab, qayta urinib koʻring."
    ),
    "conflict.person": N_(
        "%(name)s haqidagi yozuvni shu orada boshqa xodim oʻzgartirdi. Sahifani yangilab, qayta urinib koʻring."
    ),
    "person.last_administrator": N_("Bu yagona faol administrator. Avval boshqa administrator tayinlang."),
    "stand_in.self": N_("Xodim oʻzining oʻrnida turmaydi. Boshqa xodimni tanlang."),
    "stand_in.accounts": N_(
        "Administrator hisoblarni yuritadi: u boshqaning oʻrnida turmaydi, uning oʻrnida ham hech kim turmaydi."
    ),
    "stand_in.watcher": N_("Kuzatuvchi markaz ishini tashqaridan koʻradi: u hech kimning oʻrnida turmaydi."),
    "stand_in.inactive": N_("Bu xodimning hisobi faolsizlantirilgan. Faol xodimni tanlang."),
    "stand_in.own_post": N_("Bu vazifa xodimning oʻzida bor."),
    "stand_in.held": N_("Bu vazifada faol xodim bor. Oʻsha xodimning oʻzini tanlang."),
    "stand_in.past": N_("Birinchi kun bugundan oldin boʻlmaydi."),
    "stand_in.far": N_("Birinchi kun bugundan bir yildan ortiq uzoq boʻlmaydi. Eng kechi: %(last)s."),
    "stand_in.days": N_("Oxirgi kun birinchi kundan oldin boʻlmaydi."),
    "stand_in.too_long": N_("Bir tayinlash koʻpi bilan %(years)s yil davom etadi. Oxirgi kunning eng kechi: %(last)s."),
    "stand_in.reason_missing": N_("Nima uchun tayinlanayotganini yozing."),
    "stand_in.overlap": N_("Bu kunlarda uning oʻrnida boshqa xodim bor: %(name)s, %(first)s – %(last)s."),
    "stand_in.stands_in": N_(
        "Bu xodim oʻsha kunlarda oʻzi %(role)s oʻrnida turadi: %(first)s – %(last)s. Avval oʻsha tayinlashni tugating "
        "va %(role)s oʻrniga boshqa xodimni tayinlang."
    ),
    "stand_in.away": N_("Bu xodimning oʻzi oʻsha kunlarda yoʻq, uning oʻrnida %(name)s turadi: %(first)s – %(last)s."),
    "login.empty": N_("Loginni boʻsh joysiz yozing, masalan: d.karimova."),
    "login.taken": N_("Bu login yoki unga oʻxshashi band: %(login)s. Boshqasini yozing."),
    "password.wrong": N_("Hozirgi parol notoʻgʻri."),
    "password.same": N_("Yangi parol eskisidan boshqacha boʻlsin."),
    "password.too_short": N_("Parol kamida %(least)s ta belgidan iborat boʻlsin."),
    "password.too_long": N_("Parol koʻpi bilan %(most)s ta belgidan iborat boʻladi."),
    "password.differ": N_("Parollar bir xil emas."),
    "password.like_login": N_("Parol loginga oʻxshamasin."),
    "password.common": N_("Bu parolni topish oson. Bir-biriga bogʻlanmagan bir necha soʻzdan parol tuzing."),
    # the month's way
    "workflow.not_yours": N_("Bu amal uchun ruxsatingiz yoʻq."),
    "workflow.wrong_state": N_("Oy hozir boshqa holatda: %(state)s. Sahifani yangilang."),
    "workflow.reason_missing": N_("Sababini yozing."),
    "workflow.own_submission": N_(
        "Oʻzingiz topshirgan oyni ham, oʻrniga ishlayotgan xodimingiz topshirgan oyni ham qabul qila olmaysiz. Uni "
        "direktor yoki uning oʻrinbosari qabul qiladi."
    ),
    "conflict.change": N_("%(row)s: bu oʻzgarishni shu orada boshqa xodim koʻrib chiqdi yoki son yana oʻzgardi."),
    "workflow.not_this_change": N_(
        "Oʻzi oʻzgartirgan sonni hech kim oʻzi qabul qilmaydi: boʻlinma oʻzgartirganini metodist, metodist "
        "oʻzgartirganini direktor yoki uning oʻrinbosari koʻradi."
    ),
    "workflow.reviewer_accepts": N_("Bu oyni boʻlinmaning oʻzi topshirgan. Uni metodist qabul qiladi."),
    "workflow.plan_draft": N_(
        "Yil rejasi hali tasdiqlanmagan: sonlar yozilaveradi, oy esa reja tasdiqlangach topshiriladi va qabul qilinadi."
    ),
    "workflow.not_whole": N_(
        "Toʻldirilmagan yoki izohlanmagan joylar bor: %(count)s. Oyni izoh bilan qaytaring yoki boʻlinma topshirishni "
        "qaytarib olib toʻldirsin: shundan keyin qabul qilinadi."
    ),
    "workflow.month_running": N_("Oy hali tugamagan. Uni qaytarish mumkin, qabul qilish esa oy tugagandan keyin."),
    "workflow.unfinished": N_("Oyni yopib boʻlmaydi: hali qabul qilinmagan topshiriqlar soni %(count)s."),
    "measures.too_many": N_("Koʻpi bilan %(most)s ta koʻrsatkich tanlanadi."),
    "submission.future": N_("Bu oy hali boshlanmagan: %(period)s."),
    "submission.errors": N_("Oyni topshirib boʻlmaydi. Tuzatilishi kerak boʻlgan xatolar: %(count)s."),
    "submission.unexplained": N_("Har bir belgilangan songa izoh yozing yoki sonni tuzating. Qolgani: %(count)s."),
    "submission.days_blank": N_("Boʻsh ish kunlariga son yozing yoki sababini tanlang. Kunlar soni: %(count)s."),
    "submission.blank_wrong": N_("Boʻsh kunlarning sababi toʻliq emas."),
    "submission.withdrawn": N_(
        "Boʻlinma bu oyni shu orada qaytarib oldi, u yana toʻldirilmoqda. Qayta topshirilishini kuting."
    ),
    "blank.kind": N_("Sababni roʻyxatdan tanlang."),
    "blank.words": N_("“Boshqa sabab” tanlangan. Qanday sabab ekanini “Izoh” joyiga yozing."),
    "submission.not_over": N_("Oy hali tugamagan: %(period)s. Uni tugagandan keyin yopish mumkin."),
    "submission.none_chosen": N_("Qabul qilinadigan oylarni belgilang."),
    "submission.none_to_submit": N_("Topshiriladigan boʻlinmalarni belgilang."),
    "conflict.submission": N_("Bu oyning holatini shu orada boshqa xodim oʻzgartirdi. Yangi holatini koʻring."),
    "setting.working_days": N_("0 dan %(most)s gacha boʻlgan ish kuni sonini yozing."),
    "setting.window": N_("0 dan %(most)s gacha boʻlgan kun sonini yozing. 0 – muddat cheklanmaydi."),
    "exception.running": N_("%(period)s hali tugamagan: uni ochish kerak emas."),
    "exception.outside": N_("Boʻlinma %(period)s oyida dastur bilan ishlamaydi: bu oy unga ochilmaydi."),
    "exception.past": N_("Muddat bugundan oldin boʻlmaydi."),
    "exception.too_long": N_("Muddat koʻpi bilan %(days)s kun boʻladi."),
    "exception.not_so": N_(
        "Topshirilgan, qabul qilingan yoki yopilgan oy bunday ochilmaydi: u qaytariladi yoki qayta ochiladi."
    ),
    "exception.above": N_("Hisoboti yuborilgan oyni direktor yoki uning oʻrinbosari ochadi."),
    "exception.below": N_("Yozish muddati tugagan oyni metodist ochadi."),
    "card.sent_month": N_(
        "Hisoboti yuborilgan oyning yozuvi boshqa oyga koʻchirilmaydi. Uni oʻchirib, yangi oyda qayta yozing."
    ),
    "exception.reason_missing": N_("Nima uchun ochilayotganini yozing."),
    "lock.no_right": N_("Bu qatorga yozish huquqingiz yoʻq."),
    "lock.unit_closed": N_("Bu boʻlinma faoliyati tugatilgan."),
    "beginning.far": N_(
        "Markaz dastur bilan bunday oydan ishlamaydi. Shu oraliqdagi oyni yozing: %(first)s – %(last)s."
    ),
    "beginning.handed_in": N_("%(period)s topshirilgan: ish undan kech boshlangan boʻlmaydi."),
    "beginning.opening": N_(
        "%(period)s uchun boshlangʻich sonlar yozilgan: bu oy ish oyi boʻlsa, ular qabul qilingan boʻlib qolmaydi. "
        "Avval ularni metodist “Boshlangʻich sonlar” sahifasida olib tashlaydi."
    ),
    "unit.opening": N_(
        "Bu boʻlinmaning %(period)s uchun boshlangʻich sonlari bor. Avval ularni metodist “Boshlangʻich sonlar” "
        "sahifasida olib tashlaydi."
    ),
    "opening.set_aside": N_("Boshlangʻich sonlarda “×” yozilmaydi: nomaʼlum boʻlsa, katakni boʻsh qoldiring."),
    "opening.year_has_plan": N_(
        "%(year)s-yil rejasi yuklangan: uning oylari oʻsha rejaning “Boshlangʻich sonlar” sahifasida yoziladi."
    ),
    "opening.level_by_unit": N_(
        "Bu holat koʻrsatkichini bir necha boʻlinma hisobga oladi: har birinikini alohida yozing."
    ),
    "opening.works_already": N_(
        "Bu oy dastur bilan ishlangan davrga kiradi: son kundalik, oylik katak yoki daftarga yoziladi."
    ),
    "opening.not_over": N_("Bu oy hali tugamagan: %(period)s."),
    "opening.level_total": N_("Holat koʻrsatkichida jami boʻlmaydi: oxirgi oyning holatini yozing."),
    "opening.entered": N_("%(period)s uchun ish yozuvlari bor, ular hisobga olingan. Ikkinchi marta yozib boʻlmaydi."),
    "opening.months_known": N_("Oylar alohida yozilgan. Yo oylarni, yo faqat jamini yozing."),
    "opening.total_known": N_("Bu oylarning jami yozilgan. Oylarni yozish uchun avval jamini oʻchiring."),
    "opening.units_known": N_("Bu oy boʻlinmalar boʻyicha yozilgan, markaz boʻyicha son uni ikki marta hisoblaydi."),
    "opening.centre_known": N_("Bu oy markaz boʻyicha yozilgan, boʻlinma soni uni ikki marta hisoblaydi."),
    "opening.reason_missing": N_(
        "Yuborilgan hisobotda shu oylar bor. Nima uchun oʻzgartirilayotganini yozing: hozircha hech narsa saqlanmadi."
    ),
    "opening.nothing": N_("%(period)s uchun boshlangʻich son yoʻq."),
    "unit.span": N_("Oxirgi oy birinchi oydan oldin boʻlmaydi."),
    "unit.works_outside": N_("Bu boʻlinmada %(period)s uchun yozuv yoki topshirilgan oy bor."),
    "lock.before_beginning": N_("Boʻlinma bu oyda hali dastur bilan ishlamagan."),
    "lock.future": N_("Bu davr hali boshlanmagan: %(period)s."),
    "lock.year_archived": N_(
        "%(year)s-yil yopilgan va arxivga olingan: koʻrish mumkin, yozib boʻlmaydi. Kerak boʻlsa, yilni direktor "
        "qayta ochadi."
    ),
    "year_end.in_the_way": N_("%(year)s-yilni yopishga hali toʻsiq bor: %(count)s. Avval ular tugatiladi."),
    "year_end.not_closed": N_("%(year)s-yil yopilmagan, qayta ochiladigan narsa yoʻq."),
    "lock.submitted": N_(
        "Oy topshirilgan: %(by)s, %(on)s. Oʻzgartirish uchun uni boʻlinma qaytarib oladi yoki metodist qaytaradi."
    ),
    "lock.accepted": N_("Oy qabul qilingan: %(by)s, %(on)s. Oʻzgartirish uchun qabulni metodist bekor qiladi."),
    "lock.reopened": N_(
        "Yopilgan oy qayta ochilgan: %(by)s, %(on)s. U hali qabul qilingan: oʻzgartirish uchun qabulni metodist bekor "
        "qiladi."
    ),
    "lock.closed": N_("Oy yopilgan: %(by)s, %(on)s. Oʻzgartirish uchun uni direktor qayta ochadi."),
    "lock.sent": N_(
        "Oy hisoboti yuborilgan: %(by)s, %(on)s. Tuzatish uchun uni direktor yoki uning oʻrinbosari vaqtincha ochadi."
    ),
    "lock.window_ended": N_("Yozish muddati tugagan: %(last_day)s. Yozish uchun oyni metodist vaqtincha ochadi."),
    # reasons for deviation
    "deviation.draft": N_("%(year)s-yil rejasi hali tasdiqlanmagan, ogʻish sababi yozilmaydi."),
    "deviation.too_early": N_(
        "Chorak hali tugamagan: %(period)s. Ogʻish sababi uning oxirgi ish kunidan boshlab yoziladi."
    ),
    "deviation.before_beginning": N_(
        "Markaz bu chorakdan keyin dastur bilan ish boshlagan: %(period)s. Uning ogʻish sabablari soʻralmaydi."
    ),
    "deviation.not_behind": N_(
        "%(row)s qatorining sababi soʻralmaydi: u rejadan orqada emas yoki talabdan chiqarilgan."
    ),
    "deviation.stands": N_("%(row)s qatorining sababi yozilgan."),
    "deviation.none_chosen": N_("Bitta sabab qaysi qatorlarga tegishli ekanini belgilang."),
    "deviation.wrong": N_("Ogʻish sabablarining bir qismi notoʻgʻri yozilgan."),
    "conflict.deviation": N_(
        "%(row)s qatorining sababini shu orada boshqa xodim oʻzgartirdi, hozirgisi: “%(text)s”. Oʻzingiznikini "
        "qoldirsangiz, qayta saqlang."
    ),
    # deadlines
    "obligation.unknown": N_("Bunday majburiyat yoʻq yoki u sizning boʻlinmangizga tegishli emas."),
    "obligation.none_chosen": N_("Avval qatorlarni belgilang."),
    "obligation.reason_missing": N_("Nima uchun talab qilinmasligini yozing."),
    "obligation.date_fixed": N_("Bu muddat rejada belgilangan, boʻlinma uni oʻzgartirmaydi."),
    "obligation.date_outside": N_("Muddat %(first)s bilan %(last)s orasida boʻlsin."),
    "conflict.obligation": N_("Bu majburiyatni shu orada boshqa xodim oʻzgartirdi. Yangi holatini koʻring."),
    "conflict.holiday": N_("Bu kunni shu orada boshqa xodim %(day)s sanasiga koʻchirdi. Yangi holatini koʻring."),
    "week.empty": N_("Hech boʻlmasa bitta ish kunini belgilang."),
    "holiday.taken": N_("Bu kun roʻyxatda bor: %(day)s."),
    "holiday.name_missing": N_("Bayram yoki dam olish kunining nomini yozing."),
    # reports
    "report.not_yours": N_("Hisobotlarni faqat metodist tayyorlaydi va yuboradi."),
    "report.future": N_("Bu davr hali boshlanmagan: %(period)s."),
    "report.sent_before": N_("Bu davr hisoboti yuborilgan. Oʻzgarish boʻlsa, tuzatilgan hisobot tayyorlang."),
    "report.not_sent": N_("Bu hisobot hali yuborilmagan. Tuzatish uchun uni qaytadan tayyorlang."),
    "report.already_sent": N_("Bu hisobot allaqachon yuborilgan."),
    "report.superseded": N_("Bu davr hisobotining yangiroq nusxasi bor: %(version)s-versiya."),
    "report.own_signature": N_(
        "Hisobotni tayyorlagan va imzolagan xodim bitta boʻlmaydi: bu hisobotni boshqa xodim imzolaydi."
    ),
    "report.unsigned": N_("Hisobot hali imzolanmagan. Uni direktor yoki oʻrinbosari imzolagandan keyin yuboring."),
    "report.stale": N_(
        "Tayyorlangandan keyin sonlar oʻzgargan: hisobotni metodist qaytadan tayyorlaydi, keyin imzolanadi."
    ),
    "report.leave_reason_missing": N_("Hisobot nima uchun tuzatilmasdan qolishini yozing."),
    "report.not_wrong": N_("Bu hisobotni tuzatish talab qilinmayapti: sonlari oʻzgarmagan yoki qaror yozilgan."),
    "report.reason_missing": N_("Nima uchun tuzatilayotganini yozing."),
    "report.signers": N_("Har bir imzolovchining lavozimi va ismini yozing. Kamida bitta imzo kerak."),
    "report.day_future": N_("Chiqish sanasi bugundan keyin boʻlmaydi."),
    "report.day_early": N_("Hisobot tayyorlanib, imzolanmasdan oldin chiqmaydi. Chiqish sanasi eng erta: %(first)s."),
    "report.draft": N_("Bu qoralama, u yuborilmaydi. Hali yopilmagan oylar: %(months)s."),
    "report.draft_outdated": N_(
        "Bu qoralama, u yuborilmaydi. Davr oylari endi yopilgan: hisobotni qaytadan tayyorlang."
    ),
    "report.entered": N_(
        "Barcha kiritilgan maʼlumotlar boʻyicha tuzilgan jadval imzolanmaydi va yuborilmaydi: unda hali hech kim "
        "koʻrib chiqmagan son boʻlishi mumkin. Hisobot qabul qilingan maʼlumotlar boʻyicha tayyorlanadi."
    ),
    "report.draft_unsigned": N_(
        "Bu qoralama, u imzolanmaydi. Davr tugab, oylari yopilgach, metodist hisobotni qaytadan tayyorlaydi, oʻsha "
        "imzolanadi."
    ),
    "report.scan_unsent": N_("Imzolangan nusxa faqat yuborilgan hisobotga ilova qilinadi."),
    "report.months_open": N_("Hisobot davrining yopilmagan oylari bor: %(months)s. Avval ular yopilsin."),
    "letter.number_taken": N_(
        "%(year)s-yilda %(number)s-raqam boshqa hujjat yoki hisobotga berilgan. Raqamni tekshiring."
    ),
    "report.file_damaged": N_(
        "Saqlangan fayl yoʻq yoki buzilgan: u hisobot tayyorlangan paytdagi fayl emas. Administrator uni zaxira "
        "nusxadan tiklasin. Sahifadagi sonlar alohida saqlanadi."
    ),
    "report.unknown": N_("Bunday hisobot yoʻq."),
    "check.reason_missing": N_("Nima uchun shundayligicha qolishini yozing."),
    "check.unknown": N_("Bu kamchilik endi yoʻq: u tuzatilgan yoki oʻzgargan. Sahifani yangilang."),
    # files
    "file.empty": N_("Fayl boʻsh."),
    "file.none": N_("Hech qanday fayl tanlanmagan."),
    "file.too_large": N_("Fayl juda katta. Koʻpi bilan 10 MB boʻlsin."),
    "file.broken": N_("Faylni oʻqib boʻlmadi, u buzilgan. Uni Excel yoki Word dasturida ochib, qaytadan saqlang."),
    "file.encrypted": N_("Fayl parol bilan yopilgan. Parolni olib tashlab, qaytadan yuklang."),
    "file.old_format": N_("Fayl eski formatda (XLS yoki DOC). Uni XLSX yoki DOCX qilib saqlang."),
    "file.pdf": N_("Bu PDF fayl. Excel (XLSX) yoki Word (DOCX) fayl kerak."),
    "file.image": N_("Bu rasm. Excel (XLSX) yoki Word (DOCX) fayl kerak."),
    "file.html": N_("Bu veb-sahifa. Uni Excel dasturida ochib, XLSX qilib saqlang."),
    "file.unknown_type": N_("Bu turdagi fayl oʻqilmaydi. Excel (XLSX) yoki Word (DOCX) fayl kerak."),
    "file.unsafe": N_(
        "Fayl xavfsizlik tekshiruvidan oʻtmadi. Uni Excel yoki Word dasturida ochib, yangi fayl qilib saqlang."
    ),
    "file.macros": N_("Faylda makros bor. Uni makrossiz saqlang: XLSX yoki DOCX."),
    "file.binary_workbook": N_("Bu ikkilik Excel fayli. Uni XLSX qilib saqlang."),
    "file.open_document": N_("Bu LibreOffice fayli. Uni XLSX yoki DOCX qilib saqlang."),
    "file.too_far": N_("Jadvalda juda uzoq katak band: %(row)s-qator, %(column)s-ustun. Ortiqcha kataklarni tozalang."),
    "file.text_too_long": N_(
        "Matn bitta katakka sigʻmaydi: %(length)s ta belgi. Excel katagiga %(limit)s ta belgi sigʻadi."
    ),
    "file.cell_not_written": N_(
        "Faylni tuzib boʻlmadi: %(row)s-qator, %(column)s-ustun. Administratorga xabar bering."
    ),
    "file.kind": N_("Bu turdagi fayl qabul qilinmaydi: %(name)s. PDF, rasm, DOCX yoki XLSX yuklang."),
    "file.content": N_("Fayl ichi nomidagi turga mos emas: %(name)s."),
    "file.too_many": N_("Bitta yozuvga koʻpi bilan %(most)s ta fayl ilova qilinadi."),
    "file.quota": N_("Siz yuklagan fayllar uchun ajratilgan joy tugadi. Keraksiz fayllarni oʻchiring."),
    # files of the command line
    "diary.unread": N_("Katakda xato yoki hisoblanmagan formula bor. Son yozing."),
    "diary.twice": N_("Bu kunning soni faylda ikki marta uchraydi: birinchisi %(line)s-qatorda."),
    "diary.sheets": N_(
        "Faylning bir nechta varagʻida yozuv bor: %(names)s. Keraklisini qoldirib, qolganini oʻchiring yoki har birini "
        "alohida fayl qilib yuklang."
    ),
    "diary.hidden_line": N_("Qator faylda yashirilgan. Uni koʻrinadigan qiling yoki oʻchiring."),
    "diary.hidden_column": N_("%(value)s: ustun faylda yashirilgan. Uni koʻrinadigan qiling yoki oʻchiring."),
    "diary.raised": N_("%(value)s yonida ustki belgi bor. Belgini olib tashlang, izoh boʻlsa, alohida yozing."),
    "diary.no_heading": N_("%(column)s-ustunning nomi yoʻq, undagi %(value)s nimaning soni ekani nomaʼlum."),
    "diary.kind": N_("Bu faylni oʻqib boʻlmadi. CSV yoki XLSX fayl kerak."),
}
