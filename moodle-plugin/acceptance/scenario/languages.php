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

namespace local_backend_sync\acceptance\scenario;

use local_backend_sync\acceptance\scenario;

/**
 * Names, words and comments in several languages, as schools write them that teach in two.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class languages extends scenario {
    #[\Override]
    public function run(): void {
        global $CFG;
        require_once($CFG->libdir . '/filterlib.php');
        filter_set_global_state('multilang', TEXTFILTER_ON);
        filter_set_applies_to_strings('multilang', true);

        $words = implode(', ', array_map(fn($pair) => self::spans(...$pair), [
            ['Refer', 'لم يجتز'], ['Pass', 'اجتاز'], ['Merit', 'جيد جداً'], ['Distinction', 'متميز'],
        ]));
        $scale = $this->scale('Bilingual', $words);
        $mixed = $this->scale('Partly bilingual', 'Refer, ' . self::spans('Pass', 'اجتاز') . ', Merit');
        foreach (range(1, $this->scale) as $number) {
            $course = $this->course("LG$number");
            $this->rename($course, self::spans($course->shortname, "مقرر {$this->seed}/$number"));
            $students = $this->people(6);
            $this->enrol($course, $students);
            $this->graded($course, $students, $scale, $mixed);
        }
    }

    /**
     * Items and comments in all the ways to write them.
     *
     * @param \stdClass $course
     * @param int[] $students
     * @param int $scale
     * @param int $mixed
     */
    private function graded(\stdClass $course, array $students, int $scale, int $mixed): void {
        $items = [
            $this->manual_item($course, self::spans('Networks', 'الشبكات')),
            $this->manual_item($course, self::spans('Unit', 'الوحدة') . ' 2: ' . self::spans('Security', 'الأمن')),
            // Attributes the other way round, the site's language last, and a variant's code.
            $this->manual_item($course, '<span class="multilang" lang="ar">قواعد البيانات</span> '
                . '<span class="multilang" lang="en">Databases</span>'),
            $this->manual_item($course, '{mlang en}Programming{mlang}{mlang ar}البرمجة{mlang}'),
            $this->manual_item($course, '{mlang ar}الرياضيات{mlang}{mlang other}Mathematics{mlang}'),
            // Neither in the site's language: then the first.
            $this->manual_item($course, '<span lang="ar" class="multilang">تاريخ</span><span lang="fr" class="multilang">Histoire</span>'),
            // A span alone is no choice, and this is no language at all.
            $this->manual_item($course, '<span lang="ar" class="multilang">جبر</span>'),
            $this->manual_item($course, 'Plain <span class="nolink">name</span>'),
            $this->manual_item($course, self::spans('Practical', 'عملي'), ['gradetype' => GRADE_TYPE_SCALE, 'scaleid' => $scale]),
            $this->manual_item($course, 'Oral', ['gradetype' => GRADE_TYPE_SCALE, 'scaleid' => $mixed]),
        ];
        $assignment = $this->assignment($course, self::spans('Report', 'تقرير'), -$scale);
        foreach ($students as $index => $userid) {
            foreach ($items as $item) {
                $item->update_final_grade($userid, $item->gradetype == GRADE_TYPE_SCALE ? 1 + $index % 3 : 50 + $index, 'gradebook',
                    $index % 2 ? '<p>' . self::spans('Well done', 'أحسنت') . '</p>' : false, FORMAT_HTML);
                $this->did('gradebook grades');
            }
            $this->grade($assignment, $userid, 1 + $index % 4, self::spans("Good $index", "جيد $index"));
        }
        // Renamed in one language only.
        $items[0]->itemname = self::spans('Computer networks', 'الشبكات');
        $items[0]->update('gradebook');
        grade_regrade_final_grades($course->id);
    }

    /**
     * A text in two languages.
     *
     * @param string $english
     * @param string $arabic
     * @return string
     */
    private static function spans(string $english, string $arabic): string {
        return "<span lang=\"en\" class=\"multilang\">$english</span><span lang=\"ar\" class=\"multilang\">$arabic</span>";
    }
}
