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
 * Quizzes: answered, marked by Moodle, answered again, and marked again with dates of before.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class quiz extends scenario {
    #[\Override]
    public function run(): void {
        global $CFG;
        require_once($CFG->dirroot . '/mod/quiz/lib.php');
        require_once($CFG->dirroot . '/mod/quiz/locallib.php');
        require_once($CFG->libdir . '/questionlib.php');
        require_once($CFG->libdir . '/testing/generator/lib.php');
        foreach (range(1, $this->scale) as $number) {
            $course = $this->course("QU$number");
            $students = $this->people(5);
            $this->enrol($course, $students);
            $quiz = $this->quiz_with_questions($course, 3);
            foreach ($students as $index => $userid) {
                $this->attempt($quiz, $userid, 1, $index % 4, time() - 7 * 86400);
            }
            // Not in the same second: the better of two attempts may be the first, and the grade is then new by its date alone.
            sleep(2);
            $this->attempt($quiz, $students[0], 2, 3, time() - 3600);
            $this->attempt($quiz, $students[3], 2, 0, time() - 3600);
            $this->marked_with_dates_of_before($course, $students);
        }
    }

    /**
     * A quiz of true or false.
     *
     * @param \stdClass $course
     * @param int $questions
     * @return \stdClass
     */
    private function quiz_with_questions(\stdClass $course, int $questions): \stdClass {
        $generator = (new \testing_data_generator())->get_plugin_generator('mod_quiz');
        $quiz = $generator->create_instance(['course' => $course->id, 'name' => 'اختبار 1', 'grade' => 60, 'sumgrades' => $questions,
            'questionsperpage' => 0, 'attempts' => 0]);
        // Questions belong to the activity from Moodle 5.0 on, and may in all versions.
        $context = \context_module::instance($quiz->cmid);
        $category = question_get_default_category($context->id, true) ?: question_make_default_categories([$context]);
        foreach (range(1, $questions) as $number) {
            $text = fn($text) => ['text' => $text, 'format' => FORMAT_HTML];
            $form = (object) ['name' => "Question $number", 'category' => "$category->id,$category->contextid", 'defaultmark' => 1,
                'penalty' => 1, 'questiontext' => $text('True?'), 'generalfeedback' => $text(''), 'correctanswer' => 1,
                'feedbacktrue' => $text(''), 'feedbackfalse' => $text(''), 'idnumber' => null,
                'status' => \core_question\local\bank\question_version_status::QUESTION_STATUS_READY];
            $question = \question_bank::get_qtype('truefalse')->save_question((object) ['qtype' => 'truefalse',
                'category' => $category->id], $form);
            quiz_add_quiz_question($question->id, $quiz);
        }
        $this->did('quizzes created');
        return $quiz;
    }

    /**
     * A student answers.
     *
     * @param \stdClass $quiz
     * @param int $userid
     * @param int $number of the attempt, from 1
     * @param int $right how many answers are
     * @param int $time when it ends
     */
    private function attempt(\stdClass $quiz, int $userid, int $number, int $right, int $time): void {
        // Their names until Moodle 4.1.
        $settings = class_exists('\mod_quiz\quiz_settings') ? '\mod_quiz\quiz_settings' : '\quiz';
        $attempts = class_exists('\mod_quiz\quiz_attempt') ? '\mod_quiz\quiz_attempt' : '\quiz_attempt';
        \core\session\manager::set_user(\core_user::get_user($userid, '*', MUST_EXIST));
        $quizobj = $settings::create($quiz->id, $userid);
        $usage = \question_engine::make_questions_usage_by_activity('mod_quiz', $quizobj->get_context());
        $usage->set_preferred_behaviour($quizobj->get_quiz()->preferredbehaviour);
        $attempt = quiz_create_attempt($quizobj, $number, false, $time - 600, false, $userid);
        quiz_start_new_attempt($quizobj, $usage, $attempt, $number, $time - 600);
        quiz_attempt_save_started($quizobj, $usage, $attempt);
        $answers = [];
        foreach ($attempts::create($attempt->id)->get_slots() as $index => $slot) {
            $answers[$slot] = ['answer' => $index < $right ? 1 : 0];
        }
        $attempts::create($attempt->id)->process_submitted_actions($time, false, $answers);
        $attemptobj = $attempts::create($attempt->id);
        if (method_exists($attemptobj, 'process_submit')) {
            $attemptobj->process_submit($time, false);
            $attemptobj->process_grade_submission($time);
        } else {
            $attemptobj->process_finish($time, false);
        }
        \core\session\manager::set_user(get_admin());
        $this->did('attempts');
    }

    /**
     * An activity that says when it marked: before that, and before what the gradebook has.
     *
     * @param \stdClass $course
     * @param int[] $students
     */
    private function marked_with_dates_of_before(\stdClass $course, array $students): void {
        $quiz = $this->quiz_with_questions($course, 1);
        foreach ([30, 90, 60] as $round => $days) {
            foreach ($students as $index => $userid) {
                $grade = ['userid' => $userid, 'rawgrade' => 10 * $round + $index, 'dategraded' => time() - $days * 86400,
                    'datesubmitted' => time() - $days * 86400 - 600];
                grade_update('mod/quiz', $course->id, 'mod', 'quiz', $quiz->id, 0, [$userid => $grade]);
                $this->did('grades with a date of before');
            }
        }
    }
}
