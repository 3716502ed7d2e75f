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
 * The list of events.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\output;

use local_backend_sync\local\outbox;
use local_backend_sync\local\recapture;
use local_backend_sync\local\spreadsheet_cell;
use moodle_url;
use stdClass;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->libdir . '/tablelib.php');

/**
 * The outbox without the payloads, newest first, on the page or as a download.
 */
final class events_table extends \table_sql {
    /** @var bool whether events may be sent again */
    private $canmanage;

    /** @var bool whether the format of the download takes its cells for HTML */
    private $takeshtml;

    /**
     * The list.
     *
     * @param events_filter $filter
     * @param moodle_url $url of the page with its filter
     * @param bool $canmanage whether events may be sent again
     * @param string $download the format of a download; empty for the page
     */
    public function __construct(events_filter $filter, moodle_url $url, bool $canmanage, string $download) {
        parent::__construct('local_backend_sync_events');
        $this->canmanage = $canmanage;
        $writer = "\\dataformat_$download\\writer";
        $this->takeshtml = $download !== '' && class_exists($writer) && (new $writer())->supports_html();
        $this->define_baseurl($url);
        $this->is_downloading($download, 'backend-sync-events', get_string('events_list', 'local_backend_sync'));
        $this->show_download_buttons_at([TABLE_P_BOTTOM]);
        $columns = $download ? self::downloaded_columns() : self::shown_columns($canmanage);
        $this->define_columns(array_keys($columns));
        $this->define_headers(array_values($columns));
        $this->sortable(true, 'id', SORT_DESC);
        foreach (array_keys($columns) as $column) {
            if ($column !== 'eventid') {
                $this->no_sorting($column);
            }
        }
        $this->collapsible(false);
        $this->set_attribute('class', 'generaltable local_backend_sync-events');
        $names = \core_user\fields::for_name()->get_sql('u', false, '', '', false)->selects;
        [$where, $params] = $filter->where();
        $this->set_sql(
            'o.id, o.eventid, o.eventtime, o.eventtype, o.eventname, o.userid, o.objectid, o.status, o.attempts, o.nextattempt,
             o.httpstatus, o.lasterror, o.timeended, u.deleted AS userdeleted, ' . $names,
            '{' . outbox::TABLE . '} o LEFT JOIN {user} u ON u.id = o.userid',
            $where,
            $params
        );
        $this->set_count_sql('SELECT COUNT(*) FROM {' . outbox::TABLE . "} o WHERE $where", $params);
    }

    /**
     * The columns of the page.
     *
     * @param bool $canmanage
     * @return string[] headings by name
     */
    private static function shown_columns(bool $canmanage): array {
        $columns = ['eventid', 'eventname', 'user', 'status', 'lasterror'];
        $headings = [];
        foreach ($columns as $column) {
            $headings[$column] = get_string("column_$column", 'local_backend_sync');
        }
        return $canmanage ? $headings + ['action' => get_string('action')] : $headings;
    }

    /**
     * The columns of a download: what programs want.
     *
     * @return string[] headings by name
     */
    private static function downloaded_columns(): array {
        $columns = ['eventid', 'eventtime', 'eventtype', 'eventname', 'userid', 'user', 'objectid', 'status', 'attempts',
            'httpstatus', 'lasterror', 'timeended'];
        return array_combine($columns, $columns);
    }

    /**
     * A row, in which no cell is a formula or HTML when it is downloaded.
     *
     * @param array|object $row
     * @return array
     */
    #[\Override]
    public function format_row($row) {
        $cells = parent::format_row($row);
        if (!$this->is_downloading()) {
            return $cells;
        }
        $cells = array_map(fn($cell) => spreadsheet_cell::safe((string)$cell), $cells);
        return $this->takeshtml ? array_map('s', $cells) : $cells;
    }

    /**
     * The time of the event, in whose order they are; the id in a download.
     *
     * @param stdClass $row
     * @return string
     */
    public function col_eventid(stdClass $row): string {
        if ($this->is_downloading()) {
            return $row->eventid;
        }
        $time = userdate(intdiv((int)$row->eventtime, 1000), get_string('strftimedatetimeaccurate', 'core_langconfig'));
        return \html_writer::div($time) . self::note(\html_writer::tag('bdi', $row->eventid, ['dir' => 'ltr']));
    }

    /**
     * The time of the event in a download.
     *
     * @param stdClass $row
     * @return string
     */
    public function col_eventtime(stdClass $row): string {
        return gmdate('Y-m-d\TH:i:s', intdiv((int)$row->eventtime, 1000)) . sprintf('.%03dZ', $row->eventtime % 1000);
    }

    /**
     * What happened.
     *
     * @param stdClass $row
     * @return string
     */
    public function col_eventname(stdClass $row): string {
        if ($this->is_downloading()) {
            return $row->eventname;
        }
        $name = $row->eventname;
        if ($name === recapture::EVENTNAME) {
            $name = get_string('event_backfill', 'local_backend_sync');
        } else if (is_subclass_of($name, \core\event\base::class)) {
            $name = $name::get_name();
        }
        return \html_writer::div(s($name))
            . self::note(\html_writer::tag('bdi', s("$row->eventtype $row->objectid"), ['dir' => 'ltr']));
    }

    /**
     * Whom it is about.
     *
     * @param stdClass $row
     * @return string
     */
    public function col_user(stdClass $row): string {
        $isknown = $row->userdeleted !== null;
        $name = $isknown ? fullname($row) : '';
        if ($this->is_downloading()) {
            return $name;
        }
        $name = \html_writer::tag('bdi', s($name));
        if ($isknown && !$row->userdeleted) {
            $name = \html_writer::link(new moodle_url('/user/profile.php', ['id' => $row->userid]), $name);
        }
        return \html_writer::div($name) . self::note(get_string('user_id', 'local_backend_sync', (int)$row->userid));
    }

    /**
     * How it stands.
     *
     * @param stdClass $row
     * @return string
     */
    public function col_status(stdClass $row): string {
        if ($this->is_downloading()) {
            return $row->status;
        }
        $badge = \html_writer::span(
            get_string("status_$row->status", 'local_backend_sync'),
            "local_backend_sync-status local_backend_sync-status-$row->status"
        );
        $format = get_string('strftimedatetimeshort', 'core_langconfig');
        if ($row->status !== outbox::WAITING) {
            return $badge . self::note(userdate((int)$row->timeended, $format));
        }
        return $row->attempts ? $badge . self::note(get_string('next_attempt', 'local_backend_sync', [
            'attempts' => (int)$row->attempts,
            'time' => userdate((int)$row->nextattempt, $format),
        ])) : $badge;
    }

    /**
     * When it was sent or failed, in a download.
     *
     * @param stdClass $row
     * @return string
     */
    public function col_timeended(stdClass $row): string {
        return $row->timeended === null ? '' : gmdate('Y-m-d\TH:i:s\Z', (int)$row->timeended);
    }

    /**
     * What was wrong the last time.
     *
     * @param stdClass $row
     * @return string
     */
    public function col_lasterror(stdClass $row): string {
        $error = (string)$row->lasterror;
        return $this->is_downloading() ? $error : \html_writer::tag('bdi', s($error));
    }

    /**
     * The button to send a failed event again.
     *
     * @param stdClass $row
     * @return string
     */
    public function col_action(stdClass $row): string {
        global $OUTPUT;
        if (!$this->canmanage || $row->status !== outbox::FAILED) {
            return '';
        }
        $url = new moodle_url($this->baseurl, ['action' => 'resend', 'id' => $row->id]);
        return $OUTPUT->single_button($url, get_string('resend', 'local_backend_sync'), 'post');
    }

    #[\Override]
    public function print_nothing_to_display() {
        global $OUTPUT;
        echo $this->get_dynamic_table_html_start();
        echo $OUTPUT->notification(get_string('events_none', 'local_backend_sync'), 'info', false);
        echo $this->get_dynamic_table_html_end();
    }

    /**
     * A small line beneath a cell's text.
     *
     * @param string $html
     * @return string
     */
    private static function note(string $html): string {
        return \html_writer::div($html, 'small text-muted');
    }
}
