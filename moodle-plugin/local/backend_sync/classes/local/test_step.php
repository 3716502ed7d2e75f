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
 * One thing that the test of the connection looked at.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

/**
 * What was looked at and what was found.
 */
final class test_step {
    /** @var string as it should be */
    public const OK = 'ok';

    /** @var string works, but there is something to know */
    public const WARNING = 'warning';

    /** @var string does not work */
    public const ERROR = 'error';

    /** @var string not looked at, since something before it does not work */
    public const SKIPPED = 'skipped';

    /**
     * A step.
     *
     * @param string $name what was looked at: settings, security, network, receiver or access
     * @param string $status one of the constants
     * @param string $text what was found, and what to do
     */
    public function __construct(
        /** @var string what was looked at: settings, security, network, receiver or access */
        public readonly string $name,
        /** @var string one of the constants */
        public readonly string $status,
        /** @var string what was found, and what to do */
        public readonly string $text
    ) {
    }
}
