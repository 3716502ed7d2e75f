<?php
// This file is part of Moodle - http://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <http://www.gnu.org/licenses/>.

/**
 * Arabic texts.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['alert_minutes'] = 'التنبيه بعد (دقائق)';
$string['alert_minutes_desc'] = 'تصل رسالة إلى مديري الموقع عندما ينتظر حدث مدة أطول من هذه. لا يُنبَّهون أكثر من مرة في اليوم.';
$string['alert_more'] = 'التفاصيل وطرق المعالجة: {$a}';
$string['alert_subject'] = '{$a}: المزامنة مع النظام الخلفي تحتاج إلى انتباهك';
$string['api_token'] = 'رمز الوصول (API token)';
$string['api_token_desc'] = 'الرمز الذي أعطاك إياه مشغّل الجهة المستقبِلة. يُخزَّن مشفّرًا ولا يُعرض أبدًا. اترك الحقل فارغًا للإبقاء على الرمز المخزَّن.';
$string['backend_sync:manage'] = 'إعادة إرسال الأحداث واختبار اتصال المزامنة مع النظام الخلفي';
$string['backend_sync:view'] = 'عرض حالة المزامنة مع النظام الخلفي';
$string['backend_url'] = 'عنوان الجهة المستقبِلة';
$string['backend_url_desc'] = 'المكان الذي تُرسَل إليه الأحداث، مثل https://events.example.com. العنوان وحده يكفي: تضيف الإضافة الباقي. استخدم https ما لم تكن الجهة المستقبِلة على هذا الجهاز أو في شبكته.';
$string['check_delivery'] = 'تسليم الأحداث إلى النظام الخلفي';
$string['check_delivery_ok'] = 'الأحداث تصل إلى وجهتها.';
$string['column_eventid'] = 'الوقت';
$string['column_eventname'] = 'الحدث';
$string['column_howmany'] = 'الأحداث';
$string['column_lasterror'] = 'آخر خطأ';
$string['column_newest'] = 'أحدث حدث';
$string['column_status'] = 'الحالة';
$string['column_type'] = 'النوع';
$string['column_user'] = 'المستخدم';
$string['debug_mode'] = 'سجل مفصَّل';
$string['debug_mode_desc'] = 'يكتب معرّف كل حدث أُرسل ونوعه في سجل المهمة المجدولة، ولا يكتب محتواه أبدًا.';
$string['enable_sync'] = 'إرسال الأحداث';
$string['enable_sync_desc'] = 'عند إيقاف هذا الخيار لا يُسجَّل شيء ولا يُرسَل شيء، ويلزم بعدها استدراك ما حدث في تلك الأثناء (backfill).';
$string['error_blocked'] = 'أمان HTTP في مودل لا يسمح بالطلبات إلى {$a}. في "إدارة الموقع > عام > الأمان > أمان HTTP" احذف من قائمة المضيفين المحظورين (cURL blocked hosts list) كل الأسطر التي تدل على المضيف، باسمه أو بعنوانه (إذا كانت الجهة المستقبِلة على هذا الخادم: ‎127.0.0.0/8 و localhost معًا)، وأضف المنفذ إلى قائمة المنافذ المسموح بها (cURL allowed ports list).';
$string['error_connect'] = 'لا يوجد اتصال مع {$a}: لا شيء يجيب على هذا العنوان والمنفذ، أو أن جدارًا ناريًا يمنع الوصول.';
$string['error_host'] = 'المضيف في {$a} غير معروف: تحقّق من عدم وجود خطأ إملائي في العنوان.';
$string['error_network'] = 'فشل الطلب إلى {$a} بسبب خلل في الشبكة.';
$string['error_proxy'] = 'اسم الخادم الوكيل (proxy) لهذا الموقع غير معروف (إدارة الموقع > الخادم > HTTP).';
$string['error_timeout'] = 'لم يُجب {$a} في الوقت المحدد.';
$string['error_tls'] = 'لا يوجد اتصال آمن مع {$a}: شهادته غير موثوقة لدى هذا الخادم، أو منتهية الصلاحية، أو صادرة لاسم آخر.';
$string['error_tls_none'] = 'لا يوجد اتصال آمن مع {$a}: الخادم هناك لا يدعم TLS كما يتطلبه هذا الخادم. إذا كان على الجهاز نفسه أو على شبكته الداخلية فقد يلزم أن يبدأ العنوان بـ http://.';
$string['error_url'] = '{$a} ليس عنوان خادم: يجب أن يبدأ بـ http:// أو https://.';
$string['errors'] = 'الأخطاء الأخيرة';
$string['event_backfill'] = 'استدراك (backfill)';
$string['events'] = 'الأحداث';
$string['events_desc'] = 'ما يُسجَّل ويُرسَل.';
$string['events_grade_deleted'] = 'حذف الدرجات';
$string['events_grade_updated'] = 'الدرجات';
$string['events_list'] = 'الأحداث';
$string['events_none'] = 'لا توجد أحداث.';
$string['events_user_created'] = 'إنشاء المستخدمين';
$string['events_user_deleted'] = 'حذف المستخدمين';
$string['events_user_enrolled'] = 'التسجيل في المقررات والأدوار';
$string['events_user_unenrolled'] = 'إلغاء التسجيل في المقررات';
$string['events_user_updated'] = 'تعديل المستخدمين';
$string['filter_clear'] = 'عرض الكل';
$string['filter_userid'] = 'معرّف المستخدم';
$string['forget'] = 'تم الاستدراك: انسَ هذا التنبيه';
$string['forget_done'] = 'أُزيل التنبيه.';
$string['heading_choice'] = 'ما الذي يُرسَل';
$string['heading_choice_desc'] = 'يسري أي تغيير هنا على ما يحدث من الآن فصاعدًا. أما ما كان موجودًا من قبل فيحتاج إلى استدراك (backfill).';
$string['heading_delivery'] = 'التسليم';
$string['heading_receiver'] = 'الجهة المستقبِلة';
$string['insecure'] = '{$a} غير مشفّر (http): يمكن قراءة رمز الوصول والأسماء والدرجات أثناء انتقالها. استخدم عنوانًا يبدأ بـ https.';
$string['item_kinds'] = 'أنواع عناصر الدرجات';
$string['item_kinds_category'] = 'مجموع الفئة';
$string['item_kinds_course'] = 'مجموع المقرر';
$string['item_kinds_desc'] = 'عناصر الدرجات التي تُرسَل درجاتها.';
$string['item_kinds_manual'] = 'العناصر اليدوية';
$string['item_kinds_mod'] = 'الأنشطة';
$string['keep_failed_days'] = 'الاحتفاظ بالأحداث الفاشلة (أيام)';
$string['keep_failed_days_desc'] = 'يمكن إعادة إرسالها من صفحة الحالة طوال هذه المدة. أما الأحداث المنتظرة فيُحتفظ بها في كل الأحوال.';
$string['keep_sent_days'] = 'الاحتفاظ بالأحداث المُرسَلة (أيام)';
$string['keep_sent_days_desc'] = 'تُعرض في صفحة الحالة طوال هذه المدة.';
$string['lastsuccess'] = 'آخر نجاح';
$string['max_backoff'] = 'أطول توقف (ثوانٍ)';
$string['max_backoff_desc'] = 'عندما تكون الجهة المستقبِلة غير متاحة تُعاد المحاولة بعد فترات تطول حتى هذا الحد. تنتظر الأحداث مهما طال الأمر ولا تضيع.';
$string['messageprovider:trouble'] = 'مشكلة في تسليم الأحداث إلى النظام الخلفي';
$string['next_attempt'] = 'محاولات فاشلة: {$a->attempts}؛ المحاولة التالية: {$a->time}';
$string['number_invalid'] = 'أدخل عددًا صحيحًا من {$a->min} إلى {$a->max}.';
$string['oldest'] = 'أقدم حدث منتظر';
$string['pause'] = 'توقف مؤقت';
$string['paused'] = 'لا يُرسَل شيء حتى {$a}';
$string['pluginname'] = 'المزامنة مع النظام الخلفي';
$string['privacy:outbox'] = 'الأحداث التي ستُرسَل إلى الجهة المستقبِلة، أو أُرسلت قبل أيام، أو فشل إرسالها.';
$string['privacy:outbox:attempts'] = 'عدد محاولات الإرسال الفاشلة';
$string['privacy:outbox:contenthash'] = 'بصمة لما يُرسَل، لمعرفة التغييرات';
$string['privacy:outbox:eventid'] = 'معرّف الحدث';
$string['privacy:outbox:eventname'] = 'ما حدث';
$string['privacy:outbox:eventtime'] = 'وقت حدوثه';
$string['privacy:outbox:eventtype'] = 'نوع الحدث';
$string['privacy:outbox:httpstatus'] = 'رمز حالة آخر إجابة من الجهة المستقبِلة';
$string['privacy:outbox:lasterror'] = 'سبب الخطأ في المرة الأخيرة';
$string['privacy:outbox:nextattempt'] = 'وقت إعادة المحاولة';
$string['privacy:outbox:objectid'] = 'معرّف المستخدم أو التسجيل أو الدرجة';
$string['privacy:outbox:payload'] = 'ما يُرسَل: انظر حقول الجهة المستقبِلة';
$string['privacy:outbox:refusals'] = 'عدد مرات رفض الجهة المستقبِلة له';
$string['privacy:outbox:status'] = 'هل هو منتظر أم أُرسل أم فشل';
$string['privacy:outbox:timecreated'] = 'وقت تسجيله';
$string['privacy:outbox:timeended'] = 'وقت إرساله أو فشله';
$string['privacy:outbox:userid'] = 'المستخدم الذي يخصّه';
$string['privacy:receiver'] = 'تُرسَل بيانات المستخدمين وتسجيلاتهم ودرجاتهم عند كل تغيير إلى الجهة المستقبِلة المحدَّدة في الإعدادات.';
$string['privacy:receiver:city'] = 'مدينة المستخدم';
$string['privacy:receiver:country'] = 'بلد المستخدم';
$string['privacy:receiver:courseid'] = 'معرّف المقرر';
$string['privacy:receiver:courseshortname'] = 'الاسم المختصر للمقرر';
$string['privacy:receiver:deleted'] = 'هل حُذف المستخدم أو التسجيل أو الدرجة';
$string['privacy:receiver:email'] = 'البريد الإلكتروني للمستخدم';
$string['privacy:receiver:feedback'] = 'التعليق على الدرجة';
$string['privacy:receiver:finalgrade'] = 'الدرجة';
$string['privacy:receiver:firstname'] = 'الاسم الأول للمستخدم';
$string['privacy:receiver:grademax'] = 'الدرجة القصوى للعنصر';
$string['privacy:receiver:grademin'] = 'الدرجة الدنيا للعنصر';
$string['privacy:receiver:grader'] = 'معرّف المستخدم الذي وضع الدرجة';
$string['privacy:receiver:hidden'] = 'هل الدرجة مخفية عن المستخدم';
$string['privacy:receiver:idnumber'] = 'رقم تعريف المستخدم';
$string['privacy:receiver:itemid'] = 'معرّف عنصر الدرجة';
$string['privacy:receiver:itemmodule'] = 'نوع النشاط';
$string['privacy:receiver:itemname'] = 'اسم عنصر الدرجة';
$string['privacy:receiver:itemtype'] = 'نوع عنصر الدرجة';
$string['privacy:receiver:lastname'] = 'اسم عائلة المستخدم';
$string['privacy:receiver:phone1'] = 'رقم هاتف المستخدم';
$string['privacy:receiver:roleid'] = 'الدور الأهم للمستخدم في المقرر';
$string['privacy:receiver:roleids'] = 'أدوار المستخدم في المقرر';
$string['privacy:receiver:scale'] = 'كلمات مقياس العنصر';
$string['privacy:receiver:status'] = 'هل التسجيل نشط أم موقوف';
$string['privacy:receiver:suspended'] = 'هل المستخدم موقوف';
$string['privacy:receiver:timecreated'] = 'وقت الإنشاء';
$string['privacy:receiver:timeend'] = 'وقت انتهاء التسجيل';
$string['privacy:receiver:timemodified'] = 'وقت التعديل';
$string['privacy:receiver:timestart'] = 'وقت بدء التسجيل';
$string['privacy:receiver:userid'] = 'معرّف المستخدم';
$string['privacy:receiver:username'] = 'اسم الدخول للمستخدم';
$string['resend'] = 'إعادة الإرسال';
$string['resend_done'] = 'عدد الأحداث التي يُعاد إرسالها: {$a}';
$string['resendall'] = 'إعادة إرسال كل الأحداث الفاشلة ({$a})';
$string['retry_attempts'] = 'المحاولات بعد الرفض';
$string['retry_attempts_desc'] = 'عدد مرات إعادة إرسال الحدث الذي ترفضه الجهة المستقبِلة قبل اعتباره فاشلًا. أما إذا كانت الجهة غير متاحة فتستمر المحاولات بلا نهاية.';
$string['roles'] = 'الأدوار';
$string['roles_desc'] = 'لا تُرسَل إلا تسجيلات المستخدمين الذين لهم أحد هذه الأدوار. لا تختر شيئًا لإرسال الكل. أما المستخدمون والدرجات فيُرسَلون مهما كانت الأدوار.';
$string['secret_invalid'] = 'يجب أن تكون القيمة السرية في سطر واحد.';
$string['secret_notset'] = 'غير محدَّد';
$string['secret_remove'] = 'حذف القيمة المخزَّنة';
$string['secret_set'] = 'محدَّد: اتركه فارغًا للإبقاء عليه';
$string['secretunreadable'] = 'لا يمكن قراءة الإعداد "{$a}" لأنه شُفِّر بمفتاح موقع آخر أو لأن المفتاح مفقود. أدخله من جديد.';
$string['sendnow'] = 'المحاولة الآن';
$string['sendnow_done'] = 'ستُرسِل مهمة cron الأحداث المنتظرة بعد لحظات.';
$string['settings'] = 'إعدادات المزامنة مع النظام الخلفي';
$string['signing_secret'] = 'سر التوقيع';
$string['signing_secret_desc'] = 'إذا أعطاك مشغّل الجهة المستقبِلة سرًّا فسيُوقَّع به كل حدث. يُخزَّن مشفّرًا ولا يُعرض أبدًا. اترك الحقل فارغًا للإبقاء على السر المخزَّن.';
$string['status'] = 'حالة المزامنة مع النظام الخلفي';
$string['status_failed'] = 'فشل';
$string['status_sent'] = 'أُرسل';
$string['status_waiting'] = 'بالانتظار';
$string['task_clean_up'] = 'حذف الأحداث التي أُرسلت أو فشلت منذ مدة طويلة';
$string['task_resend'] = 'إرسال درجات عنصر أو مقرر تغيّر';
$string['task_send_events'] = 'إرسال الأحداث المنتظرة';
$string['task_send_soon'] = 'إرسال الأحداث فور حدوثها';
$string['tenant_id'] = 'معرّف المؤسسة (Tenant ID)';
$string['tenant_id_desc'] = 'اسم مؤسستك لدى الجهة المستقبِلة كما أخبرك به مشغّلها.';
$string['tenant_invalid'] = 'استخدم الأحرف الصغيرة من a إلى z والأرقام والشرطات، 63 على الأكثر، وابدأ بحرف أو رقم.';
$string['test'] = 'اختبار الاتصال';
$string['test_access_address'] = 'لا تقبل الجهة المستقبِلة الطلبات من عنوان هذا الخادم: اطلب من مشغّلها السماح به. ({$a})';
$string['test_access_badsecret'] = 'تقبل الجهة المستقبِلة رمز الوصول لكنها لا تقبل التوقيع: سر التوقيع ليس هو السر المسجَّل لديها لهذه المؤسسة.';
$string['test_access_badtoken'] = 'لا تعرف الجهة المستقبِلة رمز الوصول، أو أنه ليس من رموز المؤسسة "{$a}". تحقّق من الاثنين مع مشغّلها.';
$string['test_access_failed'] = 'لم تتمكن الجهة المستقبِلة من فحص رمز الوصول الآن ({$a}). حاول لاحقًا؛ الأحداث تنتظر في هذه الأثناء.';
$string['test_access_nosecret'] = 'تقبل الجهة المستقبِلة رمز الوصول لكنها تريد أحداثًا موقَّعة: أدخل سر التوقيع الذي أعطاك إياه مشغّلها.';
$string['test_access_ok'] = 'تقبل الجهة المستقبِلة رمز الوصول، ولا تطلب توقيعًا.';
$string['test_access_older'] = 'تقبل الجهة المستقبِلة رمز الوصول. إصدارها قديم، فلا يُعرف إن كان التوقيع صحيحًا إلا مع أول حدث.';
$string['test_access_rate'] = 'تتلقى الجهة المستقبِلة طلبات كثيرة جدًا من هذا الموقع الآن ({$a}). حاول بعد دقيقة.';
$string['test_access_refused'] = 'رفضت الجهة المستقبِلة الاختبار: {$a}. أطلِع مشغّلها على ذلك.';
$string['test_access_secretunused'] = 'تقبل الجهة المستقبِلة رمز الوصول لكنها لا تتحقق من التوقيع مع أن سر التوقيع محدَّد هنا. اطلب من مشغّلها تحديد السر نفسه لديها.';
$string['test_access_unknown'] = 'أجابت الجهة المستقبِلة بطريقة لا توضّح إن كانت تقبل رمز الوصول ({$a}). سيتبيّن ذلك مع أول حدث.';
$string['test_access_verified'] = 'تقبل الجهة المستقبِلة رمز الوصول والتوقيع.';
$string['test_again'] = 'إعادة الاختبار';
$string['test_desc'] = 'يحفظ الإعدادات ويختبر هل تقبل الجهة المستقبِلة الأحداث بها. لا يُخزَّن شيء لديها.';
$string['test_network_ok'] = 'هناك خادم يجيب.';
$string['test_receiver_busy'] = 'الجهة المستقبِلة موجودة لكنها لا تستطيع تلقّي الأحداث الآن ({$a}). الأحداث تنتظر في هذه الأثناء.';
$string['test_receiver_ok'] = 'إنه مستقبِل أحداث.';
$string['test_receiver_other'] = 'شيء آخر يجيب على {$a->url} (HTTP {$a->status}): تحقّق من العنوان والمنفذ.';
$string['test_receiver_redirect'] = '{$a->url} يحيل إلى عنوان آخر (HTTP {$a->status})، والإحالات لا تُتَّبع. أدخل العنوان الآخر؛ غالبًا هو نفسه مع https.';
$string['test_result_error'] = 'لا يمكن استخدام الجهة المستقبِلة بهذه الإعدادات بعد.';
$string['test_result_ok'] = 'تقبل الجهة المستقبِلة أحداث هذا الموقع.';
$string['test_result_warning'] = 'الاتصال يعمل، لكن هناك ما ينبغي معرفته.';
$string['test_save'] = 'حفظ واختبار الاتصال';
$string['test_security_ok'] = 'أمان HTTP في مودل يسمح بالطلبات إليه.';
$string['test_settings_ok'] = 'العنوان هو {$a->url}، والمؤسسة هي "{$a->tenant}"، ورمز الوصول محدَّد.';
$string['test_skipped'] = 'لم يُختبر، لأن خطوة سابقة لا تعمل.';
$string['test_status_error'] = 'لا يعمل';
$string['test_status_ok'] = 'سليم';
$string['test_status_skipped'] = 'لم يُختبر';
$string['test_status_warning'] = 'للعلم';
$string['test_step_access'] = 'رمز الوصول والتوقيع';
$string['test_step_network'] = 'الشبكة';
$string['test_step_receiver'] = 'الجهة المستقبِلة';
$string['test_step_security'] = 'أمان HTTP';
$string['test_step_settings'] = 'الإعدادات';
$string['test_token_missing'] = 'رمز الوصول غير محدَّد. أدخل الرمز الذي أعطاك إياه مشغّل الجهة المستقبِلة.';
$string['test_url_missing'] = 'عنوان الجهة المستقبِلة غير محدَّد.';
$string['time_ago'] = '{$a->time} (قبل {$a->age})';
$string['timeout'] = 'المهلة (ثوانٍ)';
$string['timeout_desc'] = 'مدة انتظار إجابة الجهة المستقبِلة. لا تنتظر صفحة أي مستخدم: فالأحداث تُرسِلها مهمة cron.';
$string['trouble_away'] = 'الجهة المستقبِلة لا تتلقى الأحداث حاليًا ({$a}). الأحداث تنتظر وتُرسَل عند عودتها.';
$string['trouble_cron'] = 'هناك أحداث منتظرة، ولم تعمل المهمة المجدولة الخاصة بإرسالها منذ عشر دقائق: تحقّق من أن cron يعمل على هذا الخادم.';
$string['trouble_failed'] = 'عدد الأحداث التي رفضتها الجهة المستقبِلة نهائيًا: {$a}. راجع الأخطاء في صفحة الحالة، وعالج السبب، ثم أعد إرسالها.';
$string['trouble_history'] = 'سجل تاريخ الدرجات متوقف (disablegradehistory): لا تُلاحَظ تغييرات التعليقات وإظهار الدرجات لأن مودل لا يطلق لها أحداثًا. شغّل السجل، أو نفّذ استدراكًا للدرجات بانتظام.';
$string['trouble_off'] = 'الإرسال متوقف: لا يُسجَّل شيء ولا يُرسَل شيء. شغّله من الإعدادات ثم نفّذ استدراكًا لما حدث في هذه الأثناء.';
$string['trouble_queue'] = 'الأحداث تنتظر مدة أطول من اللازم: عدد المنتظر {$a->waiting}، وأقدمها منذ {$a->since}. {$a->reason}';
$string['trouble_queue_noreason'] = 'تحقّق من عمل cron، واختبر الاتصال.';
$string['trouble_record'] = 'تعذّر تسجيل بعض الأحداث، وآخر مرة كانت في {$a}؛ السبب في سجل أخطاء الخادم. لإرسال الناقص نفّذ على الخادم:';
$string['trouble_refused'] = 'الجهة المستقبِلة لا تقبل هذا الموقع ({$a}). تحقّق مع مشغّلها من رمز الوصول ومعرّف المؤسسة وسر التوقيع في الإعدادات، ثم اختبر الاتصال.';
$string['trouble_task'] = 'المهمة المجدولة "إرسال الأحداث المنتظرة" معطَّلة: لا يُضمن وصول أي حدث. فعّلها من "إدارة الموقع > الخادم > المهام > المهام المجدولة".';
$string['trouble_token'] = 'رمز الوصول غير محدَّد، فلا يُرسَل أي حدث. أدخله في الإعدادات.';
$string['type_grade_updated'] = 'درجة';
$string['type_user_created'] = 'مستخدم جديد';
$string['type_user_enrolled'] = 'تسجيل في مقرر';
$string['type_user_updated'] = 'تعديل مستخدم';
$string['url_credentials'] = 'يجب ألا يحتوي العنوان على اسم مستخدم أو كلمة مرور.';
$string['url_invalid'] = 'أدخل عنوان خادم يبدأ بـ http:// أو https://.';
$string['url_toolong'] = 'أدخل عنوان الخادم فقط: تضيف الإضافة الباقي بنفسها.';
$string['user_id'] = 'المعرّف {$a}';
