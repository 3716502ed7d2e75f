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
 * The result of a test of the connection.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\output;

use local_backend_sync\local\test_step;
use renderer_base;

/**
 * What was found, step by step.
 */
final class connection_test_page implements \renderable, \templatable {
    /** @var test_step[] */
    private $steps;

    /**
     * The result.
     *
     * @param test_step[] $steps
     */
    public function __construct(array $steps) {
        $this->steps = $steps;
    }

    #[\Override]
    public function export_for_template(renderer_base $output): array {
        $found = array_column($this->steps, 'status');
        $result = test_step::OK;
        foreach ([test_step::WARNING, test_step::ERROR] as $status) {
            $result = in_array($status, $found, true) ? $status : $result;
        }
        return [
            'result' => get_string("test_result_$result", 'local_backend_sync'),
            'is' . $result => true,
            'steps' => array_map(fn(test_step $step) => [
                'name' => get_string("test_step_$step->name", 'local_backend_sync'),
                'status' => get_string("test_status_$step->status", 'local_backend_sync'),
                'class' => $step->status,
                'text' => $step->text,
            ], $this->steps),
        ];
    }
}
