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
 * Tests of texts of several languages.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync;

use advanced_testcase;
use local_backend_sync\local\languages;
use local_backend_sync\local\outbox;

/**
 * Texts as the site's language shows them.
 *
 * @covers \local_backend_sync\local\languages
 * @covers \local_backend_sync\local\payload
 */
final class languages_test extends advanced_testcase {
    /** @var string */
    private const NAME = '<span lang="en" class="multilang">Unit 1</span><span lang="ar" class="multilang">الوحدة 1</span>';

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
    }

    /**
     * Texts, the site's language and what it shows.
     *
     * @return array
     */
    public static function text_provider(): array {
        return [
            'tags of core' => [self::NAME, 'en', 'Unit 1'],
            'another language' => [self::NAME, 'ar', 'الوحدة 1'],
            'a language without a text' => [self::NAME, 'de', 'Unit 1'],
            'one tag alone' => ['<span lang="ar" class="multilang">وحدة</span> 1', 'en', 'وحدة 1'],
            'old tags' => ['<lang lang="en">Unit</lang><lang lang="ar">وحدة</lang>', 'ar', 'وحدة'],
            'tags of multilang2' => ['{mlang en}Unit{mlang}{mlang ar}وحدة{mlang} 1', 'ar', 'وحدة 1'],
            'other' => ['{mlang ar}وحدة{mlang}{mlang other}Unit{mlang}', 'en', 'Unit'],
            'parent' => ['{mlang ar}وحدة{mlang}{mlang en}Unit{mlang}', 'ar_sy', 'وحدة'],
            'none' => ['Unit <1> & "2"', 'en', 'Unit <1> & "2"'],
            'another span' => ['<span lang="en">Unit</span> 1', 'ar', '<span lang="en">Unit</span> 1'],
            'nothing' => [null, 'en', null],
        ];
    }

    /**
     * Names come as they are shown, and without tags as they are stored.
     *
     * @dataProvider text_provider
     * @param string|null $text
     * @param string $language
     * @param string|null $shown
     */
    public function test_a_text_is_shown_in_the_language_of_the_site(?string $text, string $language, ?string $shown): void {
        global $CFG;
        $CFG->lang = $language;
        $before = current_language();
        $this->assertSame($shown, languages::of_site($text, SITEID));
        filter_set_global_state('multilang', TEXTFILTER_ON);
        filter_set_applies_to_strings('multilang', true);
        \filter_manager::reset_caches();
        $this->assertSame($shown, languages::of_site($text, SITEID), 'whether the filter is on or not');
        $this->assertSame($before, current_language(), 'the page goes on in its own');
    }

    public function test_a_scale_has_its_words_in_the_language_of_the_site_and_in_all_others(): void {
        $word = fn($en, $ar) => "<span lang=\"en\" class=\"multilang\">$en</span><span lang=\"ar\" class=\"multilang\">$ar</span>";
        $scale = $word('Refer', 'إعادة') . ', ' . $word('Pass', 'نجاح') . ', Merit';
        $this->assertSame('Refer,Pass,Merit', languages::of_scale($scale, SITEID));
        $this->assertSame(['en' => 'Refer,Pass,Merit', 'ar' => 'إعادة,نجاح,Merit'], languages::of_scale_elsewhere($scale, SITEID));
        $whole = $word('Refer,Pass', 'إعادة,نجاح');
        $this->assertSame('Refer,Pass', languages::of_scale($whole, SITEID));
        $this->assertSame([], languages::of_scale_elsewhere('Refer, Pass', SITEID));
        $odd = '{mlang 0}A{mlang}{mlang ' . str_repeat('x', 40) . '}B{mlang}{mlang en}C{mlang}';
        $this->assertSame(['en' => 'C'], languages::of_scale_elsewhere($odd, SITEID), 'what is no language is not sent as one');
        $unquoted = '<span class="multilang" lang=en>Unit</span>' . self::NAME;
        $this->assertStringContainsString('Unit', languages::of_site($unquoted, SITEID));
        $this->assertSame('Refer,Pass', languages::of_scale('Refer , Pass', SITEID));
    }

    public function test_names_of_items_and_courses_and_comments_travel_filtered_and_unfiltered_where_it_is_wanted(): void {
        global $DB;
        $this->setAdminUser();
        $course = $this->getDataGenerator()->create_course(['shortname' => '{mlang en}C{mlang}{mlang ar}م{mlang}']);
        $user = $this->getDataGenerator()->create_and_enrol($course, 'student');
        $item = new \grade_item($this->getDataGenerator()->create_grade_item(
            ['courseid' => $course->id, 'itemname' => self::NAME]
        ), false);
        $item->update_final_grade($user->id, 40, 'test', self::NAME);
        $last = fn() => json_decode(current($DB->get_records(outbox::TABLE, ['eventtype' => 'grade_updated'], 'id DESC', '*', 0, 1))->payload, true);
        $body = $last();
        $this->assertSame(['Unit 1', 'C', 'Unit 1'], [$body['itemname'], $body['courseshortname'], $body['feedback']]);
        $this->assertArrayNotHasKey('unfiltered', $body);
        $enrolled = current($DB->get_records(outbox::TABLE, ['eventtype' => 'user_enrolled'], 'id DESC', '*', 0, 1));
        $this->assertSame('C', json_decode($enrolled->payload)->courseshortname);

        set_config('send_unfiltered', 1, 'local_backend_sync');
        $item->update_final_grade($user->id, 50, 'test');
        $this->assertSame(self::NAME, $last()['unfiltered']['itemname']);
        $this->assertSame('Unit 1', $last()['itemname']);
    }
}
