"""Given names and family names as they are really spelled, for tests: by hand, not by the product's rules.

Each line is one name: its usual spelling, then other spellings and scripts. The names come from places that
Limen's users work in; any likeness to a living person is chance.
"""

GIVEN_NAMES = """
Muhammad Mohammad Mohamed Mohammed Muhammed Муҳаммад Мухаммад محمد
Ahmad Ahmed Аҳмад Ахмад احمد
Hussein Husain Hossein Hussain Хусейн Ҳусайн حسین
Jamshed Jamshid Djamshed Ҷамшед Джамшед جمشید
Khurshed Xurshid Khurshid Hurshed Хуршед خورشید
Farrukh Farruh Farrux Фаррух فرخ
Sherzod Sherzad Шерзод شیرزاد
Bakhtiyor Baxtiyor Bakhtiar Бахтиёр بختیار
Dilshod Dilshad Дилшод دلشاد
Zarina Zareena Зарина زرینه
Gulnora Gulnara Гулнора Гульнара گلناره
Nigora Nigara Nigorah Нигора نگاره
Abdulloh Abdullah Abdulla Абдулло Абдулла عبدالله
Rustam Rustem Rostam Рустам رستم
Yusuf Yousef Youssef Iusuf Юсуф یوسف
Ibrahim Ibrohim Ebrahim Иброҳим Ибрагим ابراهیم
Nawid Navid Naveed Навид نوید
Wali Vali Валӣ Вали ولی
Zahra Zohra Зоҳра Захра زهرا
Fatima Fatema Fatimah Фотима Фатима فاطمه
Laila Layla Leila Лайло Лейла لیلا
Hamid Hameed Ҳамид Хамид حمید
Omid Umed Умед امید
Aigerim Aygerim Айгерім Айгерим
Nurzhan Nurjan Нұржан Нуржан نورجان
Yerlan Erlan Ерлан
Giorgi Georgi გიორგი Гиорги
Nino Nina ნინო Нино
Levan ლევან Леван
Ketevan Qetevan ქეთევან Кетеван
Zurab ზურაბ Зураб
Hovhannes Ovanes Hovannes Հովհաննես Ованес
Armen Արմեն Армен
Gevorg Kevork Գևորգ Геворг
Anahit Anait Անահիտ Анаит
Dragan Драган
Jelena Yelena Јелена
Aleksandar Alexander Александар
Milica Милица
Ljiljana Liljana Љиљана
Arben Arbën Арбен
Besnik Бесник
Shpresa Spresa Шпреса
Mehmet Memet Мехмет
Ayşe Ayse Aisha Айше عایشه
Yıldız Yildiz Йылдыз
Dmitriy Dmitry Dmitri Dmitrii Дмитрий
Yekaterina Ekaterina Екатерина
Sergey Sergei Sergej Сергей
Nadège Nadege
Emmanuel Emanuel
"""

FAMILY_NAMES = """
Rahmonov Rakhmonov Rahmanov Раҳмонов Рахмонов رحمانوف
Karimov Karimof Carimov Каримов کریموف
Sharifov Sharipov Шарифов شریفوف
Nazarov Nazaroff Назаров نظروف
Mirzoyev Mirzoev Mirzoiev Мирзоев میرزایف
Saidov Saidof Saydov Саидов سعیدوف
Khojaev Hojayev Xo'jayev Хоҷаев Ходжаев خواجه‌یف
Qodirov Kodirov Kadyrov Қодиров Кодиров قادروف
Yoʻldoshev Yuldashev Yoldoshev Йўлдошев Юлдашев
Ghafurov Gafurov Ғафуров Гафуров غفوروف
Rahimi Raheemi Рахими رحیمی
Hosseini Husseini Husaini Хусейни حسینی
Ahmadzai Ahmadzay Ahmedzai Ахмадзай احمدزی
Yousafzai Yusufzai Yousufzai Юсуфзай یوسفزی
Noorzai Nurzai Noorzay Нурзай نورزی
Stanikzai Stanekzai Estanekzai Станикзай ستانکزی
Haidari Haydari Heydari Хайдари حیدری
Nazari Nazary Назари نظری
Qaderi Qadiri Kaderi Кадери قادری
Akhmetov Ahmetov Ахметов
Nursultanov Нұрсұлтанов Нурсултанов
Zhumabayev Jumabaev Zhumabaev Жұмабаев Жумабаев
Tsereteli Cereteli წერეთელი Церетели
Kavtaradze Qavtaradze ქავთარაძე Кавтарадзе
Ghviniashvili Gviniashvili ღვინიაშვილი Гвиниашвили
Kvaratskhelia Kvaratschelia კვარაცხელია Кварацхелия
Chkheidze Chheidze ჩხეიძე Чхеидзе
Petrosyan Petrossian Petrosian Պետրոսյան Петросян
Hakobyan Akopyan Hakopian Հակոբյան Акопян
Sargsyan Sarkissian Sarkisyan Սարգսյան Саркисян
Khachatryan Khachaturian Hachatrian Խաչատրյան Хачатрян
Petrović Petrovic Petrovich Петровић
Đorđević Djordjevic Dordevic Ђорђевић
Živković Zivkovic Zhivkovic Живковић
Čolaković Colakovic Cholakovic Чолаковић
Jovanovski Yovanovski Јовановски
Ristevski Ристевски
Hoxha Hodja Хоџа
Krasniqi Krasnići Krasnici Красничи
Gashi Gasi Гаши
Yılmaz Yilmaz Йылмаз
Öztürk Ozturk Oeztuerk Озтюрк
Çakır Cakir Чакыр
Shcherbakov Scherbakov Shcherbakoff Щербаков
Kuznetsov Kuznecov Kouznetsov Кузнецов
Zhukovskiy Zhukovsky Jukovskii Жуковский
Tsvetkov Cvetkov Zvetkov Цветков
Niyonzima Niyonzema
Ndayishimiye Ndayishimiyé
Papadopoulos Παπαδόπουλος Пападопулос
"""


def variants(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()]
