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
 * A setting that is a number.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\admin;

/**
 * A whole number between two others.
 */
final class number_setting extends \admin_setting_configtext {
    /** @var int the smallest that is allowed */
    private $min;

    /** @var int the largest that is allowed */
    private $max;

    /**
     * The setting.
     *
     * @param string $name with the plugin's
     * @param string $visiblename
     * @param string $description
     * @param int $default
     * @param int $min the smallest that is allowed
     * @param int $max the largest that is allowed
     */
    public function __construct($name, $visiblename, $description, int $default, int $min, int $max) {
        $this->min = $min;
        $this->max = $max;
        parent::__construct($name, $visiblename, $description, (string)$default, PARAM_RAW_TRIMMED, 6);
    }

    #[\Override]
    public function validate($data) {
        $number = trim($data);
        // As long as this it cannot overflow.
        $isinrange = preg_match('/^\d{1,9}$/D', $number) && $number >= $this->min && $number <= $this->max;
        return $isinrange ? true : get_string('number_invalid', 'local_backend_sync', ['min' => $this->min, 'max' => $this->max]);
    }
}
