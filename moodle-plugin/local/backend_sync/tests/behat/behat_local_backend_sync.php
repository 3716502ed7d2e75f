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
 * Steps and pages for Behat.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

// phpcs:disable moodle.Files.RequireLogin.Missing, moodle.Files.MoodleInternal
require_once(__DIR__ . '/../../../../lib/behat/behat_base.php');

/**
 * The pages of this plugin by name.
 */
class behat_local_backend_sync extends behat_base {
    /**
     * A page of this plugin.
     *
     * @param string $page Status
     * @return moodle_url
     */
    protected function resolve_page_url(string $page): moodle_url {
        if (strtolower($page) === 'status') {
            return new moodle_url('/local/backend_sync/status.php');
        }
        throw new Exception("There is no page '$page' in this plugin.");
    }
}
