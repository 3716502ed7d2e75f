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

namespace local_backend_sync\acceptance;

defined('MOODLE_INTERNAL') || die();

require_once($CFG->dirroot . '/user/lib.php');
require_once($CFG->dirroot . '/course/lib.php');
require_once($CFG->dirroot . '/cohort/lib.php');
require_once($CFG->dirroot . '/group/lib.php');
require_once($CFG->libdir . '/enrollib.php');
require_once($CFG->libdir . '/gradelib.php');

/**
 * One kind of a school's work, and what all kinds share: people, courses, and chance that is the same each time.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class scenario {
    /** Role ids of a site as Moodle installs it. */
    protected const TEACHER = 3, NON_EDITING_TEACHER = 4, STUDENT = 5;

    /** A fixed moment, so that dates are the same whenever this runs. */
    protected const EPOCH = 1764000000;

    /** @var string[][] First and last names: scripts, marks and lengths that a school has. */
    private const NAMES = [
        ['أحمد', 'الخطيب'], ['سارة', 'المصري'], ['Nour', 'Haddad'], ['محمد عبد الرحمن', 'بني هاني'], ['Zoë', "O'Connor-Núñez"],
        ['李', '小龍'], ['Léa 🎓', 'Çelik'], ['يوسف', 'Smith'], ['"Quote"', '<b>Bold</b>, Jr.'], ['Łukasz', 'Ćwikła'],
        ['لينا 👩‍🎓', 'النجار'], ['Ananthasubramaniam Venkatanarasimharajuvaripeta', 'Hubert Wolfeschlegelsteinhausenbergerdorff'],
    ];

    /** @var int[] What was done, by its name. */
    private array $done = [];

    /** @var int Number of the next person. */
    private int $people = 0;

    /**
     * Takes its chances from the seed alone.
     *
     * @param int $seed part of each name, and where chance starts
     * @param int $scale how much of everything
     */
    public function __construct(
        /** @var int part of each name */
        protected readonly int $seed,
        /** @var int how much of everything */
        protected readonly int $scale
    ) {
        mt_srand($seed * 1000 + crc32(static::class) % 1000);
    }

    /**
     * Does the work.
     */
    abstract public function run(): void;

    /**
     * The first seed that no one on the site was made with.
     *
     * @return int
     */
    public static function next_seed(): int {
        global $DB;
        $seed = 1;
        while ($DB->record_exists_select('user', $DB->sql_like('username', '?'), ["drive$seed.%"])) {
            $seed++;
        }
        return $seed;
    }

    /**
     * What was done, for people to read.
     *
     * @return string
     */
    public function summary(): string {
        return implode(', ', array_map(fn($what, $count) => "$count $what", array_keys($this->done), $this->done));
    }

    /**
     * Counts something that was done.
     *
     * @param string $what
     */
    protected function did(string $what): void {
        $this->done[$what] = ($this->done[$what] ?? 0) + 1;
    }

    /**
     * The short name of this scenario.
     *
     * @return string
     */
    protected function name(): string {
        return substr(strrchr(static::class, '\\'), 1);
    }

    /**
     * Details of a new person: each field at times empty, as it is in schools.
     *
     * @return array
     */
    protected function details(): array {
        $number = ++$this->people;
        [$first, $last] = self::NAMES[$number % count(self::NAMES)];
        $username = sprintf('drive%d.%s.%04d', $this->seed, $this->name(), $number);
        return [
            'username' => $username,
            'password' => 'Drive-1234',
            'firstname' => $first,
            'lastname' => $last,
            'email' => "$username@example.com",
            'idnumber' => $number % 4 ? sprintf('%s/%05d', $this->seed, $number) : '',
            'phone1' => $number % 3 ? '+962 7 ' . mt_rand(1000000, 9999999) : '',
            'city' => ['عمّان', 'Amman', '', "L'Aquila"][$number % 4],
            'country' => ['JO', 'GB', ''][$number % 3],
            'auth' => 'manual',
            'confirmed' => 1,
            'mnethostid' => $GLOBALS['CFG']->mnet_localhost_id,
        ];
    }

    /**
     * A new person.
     *
     * @return int
     */
    protected function person(): int {
        $this->did('people created');
        return user_create_user($this->details());
    }

    /**
     * New people.
     *
     * @param int $count
     * @return int[]
     */
    protected function people(int $count): array {
        return array_map(fn() => $this->person(), range(1, $count));
    }

    /**
     * A new course with its default ways to enrol.
     *
     * @param string $name
     * @return \stdClass
     */
    protected function course(string $name): \stdClass {
        $this->did('courses created');
        return create_course((object) [
            'category' => 1,
            'fullname' => "الوحدة $name (drive {$this->seed})",
            'shortname' => sprintf('DRIVE%d-%s-%s', $this->seed, $this->name(), $name),
            'startdate' => self::EPOCH,
            'numsections' => 2,
        ]);
    }

    /**
     * Gives a course another short name.
     *
     * @param \stdClass $course
     * @param string $shortname
     */
    protected function rename(\stdClass $course, string $shortname): void {
        // Only what is new: the rest of the record may be older than what Moodle has by now.
        update_course((object) ['id' => $course->id, 'shortname' => $shortname]);
        $course->shortname = $shortname;
        $this->did('courses renamed');
    }

    /**
     * A course's enrolment instance of one method, switched on.
     *
     * @param \stdClass $course
     * @param string $method
     * @return \stdClass
     */
    protected function method(\stdClass $course, string $method): \stdClass {
        global $DB;
        $plugin = enrol_get_plugin($method);
        $conditions = ['courseid' => $course->id, 'enrol' => $method];
        if (!$DB->record_exists('enrol', $conditions)) {
            $plugin->add_instance($course, $plugin->get_instance_defaults());
        }
        $instance = $DB->get_record('enrol', $conditions, '*', IGNORE_MULTIPLE);
        if ($instance->status != ENROL_INSTANCE_ENABLED) {
            $plugin->update_status($instance, ENROL_INSTANCE_ENABLED);
        }
        return $instance;
    }

    /**
     * Enrols people by hand.
     *
     * @param \stdClass $course
     * @param int[] $people
     * @param int $role
     */
    protected function enrol(\stdClass $course, array $people, int $role = self::STUDENT): void {
        $instance = $this->method($course, 'manual');
        foreach ($people as $userid) {
            enrol_get_plugin('manual')->enrol_user($instance, $userid, $role, self::EPOCH);
            $this->did('enrolled');
        }
    }

    /**
     * A new assignment.
     *
     * @param \stdClass $course
     * @param string $name
     * @param int $grade its maximum, or the negative id of a scale
     * @return \stdClass as create_module() gives it: instance is the assignment's id, coursemodule the module's
     */
    protected function assignment(\stdClass $course, string $name, int $grade = 100): \stdClass {
        $this->did('assignments created');
        return create_module((object) [
            'modulename' => 'assign', 'course' => $course->id, 'section' => 1, 'visible' => 1, 'visibleoncoursepage' => 1,
            'name' => $name, 'introeditor' => ['text' => $name, 'format' => FORMAT_HTML, 'itemid' => 0], 'cmidnumber' => '',
            'grade' => $grade, 'gradepass' => '',
            'duedate' => 0, 'cutoffdate' => 0, 'gradingduedate' => 0, 'allowsubmissionsfromdate' => 0,
            'alwaysshowdescription' => 1, 'submissiondrafts' => 0, 'requiresubmissionstatement' => 0,
            'sendnotifications' => 0, 'sendlatenotifications' => 0, 'sendstudentnotifications' => 0,
            'teamsubmission' => 0, 'requireallteammemberssubmit' => 0, 'preventsubmissionnotingroup' => 0,
            'blindmarking' => 0, 'hidegrader' => 0, 'markingworkflow' => 0, 'markingallocation' => 0,
            'attemptreopenmethod' => 'none', 'maxattempts' => -1, 'completionsubmit' => 0, 'nosubmissions' => 0,
            'assignsubmission_onlinetext_enabled' => 1, 'assignfeedback_comments_enabled' => 1,
        ]);
    }

    /**
     * A grade item of an assignment.
     *
     * @param \stdClass $assignment
     * @return \grade_item
     */
    protected function item(\stdClass $assignment): \grade_item {
        return \grade_item::fetch(['itemtype' => 'mod', 'itemmodule' => 'assign', 'iteminstance' => $assignment->instance,
            'itemnumber' => 0, 'courseid' => $assignment->course]);
    }

    /**
     * A new item that a teacher grades in the gradebook itself.
     *
     * @param \stdClass $course
     * @param string $name
     * @param array $more
     * @return \grade_item
     */
    protected function manual_item(\stdClass $course, string $name, array $more = []): \grade_item {
        $item = new \grade_item(['courseid' => $course->id, 'itemtype' => 'manual', 'itemname' => $name] + $more, false);
        $item->insert('manual');
        $this->did('manual items created');
        return \grade_item::fetch(['id' => $item->id]);
    }

    /**
     * A new scale.
     *
     * @param string $name
     * @param string $words lowest first, with commas between
     * @return int
     */
    protected function scale(string $name, string $words): int {
        $scale = new \grade_scale(['courseid' => 0, 'userid' => get_admin()->id, 'name' => "$name (drive {$this->seed})",
            'scale' => $words, 'description' => ''], false);
        return $scale->insert();
    }

    /**
     * Grades a student's work in an assignment, as its grading page does.
     *
     * @param \stdClass $assignment
     * @param int $userid
     * @param float|null $grade
     * @param string|null $comment
     */
    protected function grade(\stdClass $assignment, int $userid, ?float $grade, ?string $comment = null): void {
        global $CFG;
        require_once($CFG->dirroot . '/mod/assign/locallib.php');
        [$course, $cm] = get_course_and_cm_from_cmid($assignment->coursemodule, 'assign');
        $assign = new \assign(\context_module::instance($cm->id), $cm, $course);
        $data = (object) ['attemptnumber' => -1, 'addattempt' => false, 'workflowstate' => '', 'applytoall' => 0,
            'grade' => $grade ?? -1];
        if ($comment !== null) {
            $data->assignfeedbackcomments_editor = ['text' => $comment, 'format' => FORMAT_HTML];
        }
        $assign->save_grade($userid, $data);
        $this->did('assignments graded');
    }
}
