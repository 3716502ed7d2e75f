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
 * Tests of the bodies.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_backend_sync\local\payload;
use PHPUnit\Framework\TestCase;

/**
 * The bodies are those that receivers of the first version understand, and what was added.
 */
final class PayloadTest extends TestCase {
    /**
     * A record of the table user, as a database gives it.
     *
     * @param array $fields
     * @return stdClass
     */
    private function user(array $fields = []): stdClass {
        return (object)($fields + [
            'id' => '7', 'username' => 'amal', 'firstname' => 'أَمَل', 'lastname' => 'Haddad 🎓', 'email' => 'amal@school.example',
            'idnumber' => 'S-007', 'phone1' => '', 'city' => 'عمّان', 'country' => 'JO', 'suspended' => '0', 'deleted' => '0',
            'timecreated' => '1756713600', 'timemodified' => '1756713601', 'password' => 'never sent',
        ]);
    }

    /**
     * An enrolment, as a database gives it.
     *
     * @param array $fields
     * @return stdClass
     */
    private function enrolment(array $fields = []): stdClass {
        return (object)($fields + [
            'id' => '12', 'userid' => '7', 'courseid' => '3', 'status' => '0', 'timestart' => '0', 'timeend' => '0',
            'timecreated' => '1756713600', 'timemodified' => '1756713601', 'courseshortname' => 'BTEC-1',
        ]);
    }

    /**
     * A grade, as a database gives it.
     *
     * @param array $fields
     * @return stdClass
     */
    private function grade(array $fields = []): stdClass {
        return (object)($fields + [
            'id' => '401', 'userid' => '7', 'itemid' => '31', 'itemname' => 'Unit 1', 'finalgrade' => '85.00000',
            'feedback' => '<p>Good</p>', 'usermodified' => '2', 'timecreated' => null, 'timemodified' => '1756713600',
            'courseid' => '3', 'courseshortname' => 'BTEC-1', 'itemtype' => 'mod', 'itemmodule' => 'assign',
            'grademin' => '0.00000', 'grademax' => '100.00000', 'scale' => null, 'hidden' => false,
        ]);
    }

    public function test_a_user_in_arabic_and_with_an_emoji(): void {
        $this->assertSame(
            '{"eventname":"\\\\core\\\\event\\\\user_created","userid":7,"username":"amal",'
            . '"firstname":"\u0623\u064e\u0645\u064e\u0644","lastname":"Haddad \ud83c\udf93","email":"amal@school.example",'
            . '"idnumber":"S-007","phone1":"","city":"\u0639\u0645\u0651\u0627\u0646","country":"JO","suspended":false,'
            . '"deleted":false,"timecreated":1756713600,"timemodified":1756713601}',
            payload::json(payload::of_user('\core\event\user_created', $this->user(), false))
        );
    }

    public function test_an_enrolment_names_all_roles_and_the_one_that_counts(): void {
        $this->assertSame(
            '{"eventname":"e","enrollmentid":12,"userid":7,"courseid":3,"roleid":9,"status":0,"timestart":0,"timeend":null,'
            . '"timecreated":1756713600,"timemodified":1756713601,"deleted":false,"roleids":[4,5,9],"courseshortname":"BTEC-1"}',
            payload::json(payload::of_enrolment('e', $this->enrolment(), [9, 5, 4], 5, false))
        );
    }

    public function test_an_enrolment_without_a_role_names_the_default_one(): void {
        $payload = payload::of_enrolment('e', $this->enrolment(['timeend' => '1788249600']), [], 5, true);
        $this->assertSame([5, [], 1788249600, true], [
            $payload['roleid'], $payload['roleids'], $payload['timeend'], $payload['deleted'],
        ]);
    }

    public function test_a_grade_with_its_maximum(): void {
        $this->assertSame(
            '{"eventname":"e","gradeid":401,"userid":7,"itemid":31,"itemname":"Unit 1","finalgrade":85,'
            . '"feedback":"<p>Good<\/p>","grader":2,"timecreated":0,"timemodified":1756713600,"courseid":3,'
            . '"courseshortname":"BTEC-1","itemtype":"mod","itemmodule":"assign","grademin":0,"grademax":100,"scale":null,'
            . '"hidden":false,"deleted":false}',
            payload::json(payload::of_grade('e', $this->grade(), false))
        );
    }

    public function test_numbers_are_exact_and_whole_ones_have_no_fraction(): void {
        $examples = ['69.99999' => '69.99999', '0.10000' => '0.1', '85.00000' => '85', '-5.50000' => '-5.5'];
        foreach ($examples + ['99999.99999' => '99999.99999'] as $stored => $sent) {
            $body = payload::json(payload::of_grade('e', $this->grade(['finalgrade' => $stored]), false));
            $this->assertStringContainsString('"finalgrade":' . $sent . ',', $body);
        }
    }

    public function test_numbers_are_exact_whatever_php_ini_says(): void {
        $before = ini_set('serialize_precision', '17');
        try {
            $body = payload::json(payload::of_grade('e', $this->grade(['finalgrade' => '69.99999']), false));
            $this->assertStringContainsString('"finalgrade":69.99999,', $body);
            $this->assertSame('17', ini_get('serialize_precision'));
        } finally {
            ini_set('serialize_precision', $before);
        }
    }

    public function test_no_grade_is_null_and_zero_is_a_grade(): void {
        $this->assertNull(payload::of_grade('e', $this->grade(['finalgrade' => null]), false)['finalgrade']);
        $this->assertSame(0.0, payload::of_grade('e', $this->grade(['finalgrade' => '0.00000']), false)['finalgrade']);
    }

    public function test_a_deleted_grade_has_neither_grade_nor_feedback(): void {
        $payload = payload::of_grade('e', $this->grade(), true);
        $this->assertSame([null, '', true], [$payload['finalgrade'], $payload['feedback'], $payload['deleted']]);
    }

    public function test_bytes_that_are_no_utf_8_are_replaced(): void {
        $body = payload::json(payload::of_user('e', $this->user(['firstname' => "A\xffb"]), false));
        $this->assertStringContainsString('"firstname":"A\ufffdb"', $body);
    }

    public function test_long_feedback_is_cut_between_characters(): void {
        $long = payload::of_grade('e', $this->grade(['feedback' => str_repeat('🎓', payload::MAX_FEEDBACK + 1)]), false);
        $this->assertSame(str_repeat('🎓', payload::MAX_FEEDBACK), $long['feedback']);
        // Written as "\ud83c\udf93" each; a body of 1 MiB is refused.
        $this->assertLessThan(1048576, strlen(payload::json($long)));
        $fits = payload::of_grade('e', $this->grade(['feedback' => str_repeat('ل', payload::MAX_FEEDBACK)]), false);
        $this->assertSame(payload::MAX_FEEDBACK, mb_strlen($fits['feedback'], 'UTF-8'));
    }

    public function test_the_content_hash_is_equal_if_only_why_and_when_differ(): void {
        $hash = fn(array $fields, string $event = 'e') => payload::content_hash(
            payload::of_grade($event, $this->grade($fields), false)
        );
        $this->assertSame($hash([]), $hash(['timecreated' => '5'], 'other'));
        $this->assertNotSame($hash([]), $hash(['timemodified' => '5']), 'when the work was marked');
        $this->assertNotSame($hash([]), $hash(['hidden' => true]));
        $this->assertNotSame($hash([]), $hash(['grademax' => '10.00000']));
    }

    public function test_a_deletion_says_only_what_is_gone_whatever_is_still_known(): void {
        $hash = fn(array $fields) => payload::content_hash(payload::of_grade('e', $this->grade($fields), true) + ['reason' => 'x']);
        $this->assertSame($hash([]), $hash(['itemname' => null, 'courseshortname' => '', 'timemodified' => '7']));
        $this->assertNotSame($hash([]), $hash(['itemid' => '999']));
    }
}
