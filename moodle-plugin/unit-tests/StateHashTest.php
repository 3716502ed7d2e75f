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
 * Tests of the hashes of what is there.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_backend_sync\local\payload;
use local_backend_sync\local\state_hash;
use PHPUnit\Framework\TestCase;

/**
 * The hashes are those that the receiver makes.
 */
final class StateHashTest extends TestCase {
    /** @var array a grade */
    private const GRADE = [
        'userid' => 7, 'itemid' => 31, 'gradeid' => 401, 'courseid' => 3, 'itemtype' => 'mod', 'itemname' => 'Unit 1',
        'finalgrade' => 85.5, 'grademin' => 0.0, 'grademax' => 100.0, 'scale' => null, 'hidden' => false, 'feedback' => '',
    ];

    public function test_it_makes_the_hashes_of_all_common_examples(): void {
        $file = dirname(__DIR__) . '/vectors/moodle-state-hashes.json';
        $examples = json_decode(file_get_contents($file), true, 10, JSON_THROW_ON_ERROR);
        $this->assertNotEmpty($examples);
        foreach ($examples as $example) {
            $fields = $example['fields'];
            foreach (['finalgrade', 'grademin', 'grademax'] as $number) {
                $fields[$number] = isset($fields[$number]) ? (float)$fields[$number] : null;
            }
            $hash = [
                'user' => fn() => state_hash::of_user(['userid' => $fields['id']] + $fields),
                'enrolment' => fn() => state_hash::of_enrolment(['enrollmentid' => $fields['id']] + $fields),
                'grade' => fn() => state_hash::of_grade($fields),
            ][$example['kind']]();
            $this->assertSame($example['hash'], $hash, $example['kind'] . ': ' . ($example['case'] ?? ''));
        }
    }

    public function test_bytes_that_are_no_utf_8_count_as_they_are_sent(): void {
        $broken = self::GRADE;
        $broken['feedback'] = "Gut \xff gemacht";
        $sent = json_decode(payload::json($broken), true);
        $this->assertSame(state_hash::of_grade($sent), state_hash::of_grade($broken));
        $this->assertNotSame(state_hash::of_grade(self::GRADE), state_hash::of_grade($broken));
    }

    public function test_every_value_counts_for_itself(): void {
        $hashes = [state_hash::of_grade(self::GRADE)];
        foreach (self::GRADE as $name => $value) {
            $others = ['scale' => 'A,B', 'hidden' => true, 'itemtype' => 'manual', 'itemname' => null, 'feedback' => 'x'];
            $changed = array_key_exists($name, $others) ? $others[$name] : $value + 1;
            $hashes[] = state_hash::of_grade([$name => $changed] + self::GRADE);
        }
        $this->assertSame($hashes, array_unique($hashes));
    }

    public function test_a_value_cannot_pass_into_the_next_one(): void {
        $one = ['itemtype' => 'mod', 'itemname' => 'x'] + self::GRADE;
        $other = ['itemtype' => 'modx', 'itemname' => ''] + self::GRADE;
        $this->assertNotSame(state_hash::of_grade($one), state_hash::of_grade($other));
    }
}
