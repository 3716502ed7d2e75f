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
 * The part of the status page above the list.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\output;

use local_backend_sync\local\clock;
use local_backend_sync\local\outbox;
use local_backend_sync\local\pause;
use local_backend_sync\local\troubles;
use moodle_url;
use renderer_base;

/**
 * How the delivery stands.
 */
final class status_page implements \renderable, \templatable {
    /** @var int how many errors are shown */
    private const ERRORS = 5;

    /** @var string[][] what can be done here about a trouble: actions of status.php by its name */
    private const REMEDIES = ['record' => ['forget'], 'moved' => ['moved', 'copy'], 'copy' => ['moved']];

    /** @var events_filter */
    private $filter;

    /** @var moodle_url */
    private $url;

    /** @var bool */
    private $canmanage;

    /**
     * The page.
     *
     * @param events_filter $filter of its list
     * @param moodle_url $url of the page with its filter
     * @param bool $canmanage whether anything may be done
     */
    public function __construct(events_filter $filter, moodle_url $url, bool $canmanage) {
        $this->filter = $filter;
        $this->url = $url;
        $this->canmanage = $canmanage;
    }

    #[\Override]
    public function export_for_template(renderer_base $output): array {
        $queue = outbox::summary();
        $ispaused = pause::is_on();
        $never = get_string('never');
        return [
            'troubles' => array_map(fn($trouble) => [
                'text' => $trouble->text,
                'command' => $trouble->command,
                'isserious' => $trouble->isserious,
                'buttons' => array_values(array_filter(array_map(
                    fn($action) => $this->button($output, $action),
                    self::REMEDIES[$trouble->name] ?? []
                ))),
            ], troubles::now()),
            'numbers' => [
                $this->number(outbox::WAITING, $queue->waiting),
                $this->number(outbox::SENT, $queue->sent),
                $this->number(outbox::FAILED, $queue->failed),
            ],
            'oldest' => $queue->oldest === null ? get_string('none') : $this->time($queue->oldest),
            'lastsuccess' => $queue->lastsuccess === null ? $never : $this->time($queue->lastsuccess),
            'pause' => $ispaused ? get_string('paused', 'local_backend_sync', userdate(
                pause::until(),
                get_string('strftimedatetimeaccurate', 'core_langconfig')
            )) : null,
            'errors' => array_map(fn($error) => [
                'text' => $error->lasterror,
                'howmany' => (int)$error->howmany,
                'newest' => $this->time(intdiv((int)$error->newest, 1000)),
            ], outbox::recent_errors(self::ERRORS)),
            'buttons' => array_values(array_filter([
                $ispaused || $queue->waiting ? $this->button($output, 'sendnow') : null,
                $queue->failed ? $this->button($output, 'resendall', $queue->failed) : null,
                $this->test_button($output),
            ])),
            'settingsurl' => has_capability('moodle/site:config', \context_system::instance())
                ? (new moodle_url('/admin/settings.php', ['section' => 'local_backend_sync']))->out(false) : null,
            'action' => (new moodle_url('/local/backend_sync/status.php'))->out(false),
            'statuses' => $this->options(events_filter::STATUSES, 'status_', $this->filter->status),
            'types' => $this->options(events_filter::TYPES, 'type_', $this->filter->type),
            'userid' => $this->filter->userid ?: '',
            'isfiltered' => (bool)$this->filter->params(),
        ];
    }

    /**
     * A number of events.
     *
     * @param string $status
     * @param int $count
     * @return array
     */
    private function number(string $status, int $count): array {
        return [
            'class' => $count ? $status : 'none',
            'count' => number_format($count, 0, '', get_string('thousandssep', 'core_langconfig')),
            'label' => get_string("status_$status", 'local_backend_sync'),
            'url' => (new moodle_url('/local/backend_sync/status.php', ['status' => $status]))->out(false),
        ];
    }

    /**
     * A time, and how long ago it is.
     *
     * @param int $seconds
     * @return string
     */
    private function time(int $seconds): string {
        $age = max(0, clock::seconds() - $seconds);
        return get_string('time_ago', 'local_backend_sync', [
            'time' => userdate($seconds),
            'age' => $age ? format_time($age) : get_string('now'),
        ]);
    }

    /**
     * A button that does something.
     *
     * @param renderer_base $output
     * @param string $action of status.php, which is its text's name, too
     * @param mixed $a for its text
     * @return string|null null when it may not be done
     */
    private function button(renderer_base $output, string $action, $a = null): ?string {
        if (!$this->canmanage) {
            return null;
        }
        $url = new moodle_url($this->url, ['action' => $action]);
        return $output->single_button($url, get_string($action, 'local_backend_sync', $a), 'post');
    }

    /**
     * The button to the test of the connection.
     *
     * @param renderer_base $output
     * @return string|null null when it may not be done
     */
    private function test_button(renderer_base $output): ?string {
        $url = new moodle_url('/local/backend_sync/testconnection.php');
        return $this->canmanage ? $output->single_button($url, get_string('test', 'local_backend_sync'), 'post') : null;
    }

    /**
     * The options of a menu.
     *
     * @param string[] $values
     * @param string $prefix of their texts
     * @param string $chosen
     * @return array
     */
    private function options(array $values, string $prefix, string $chosen): array {
        return array_map(fn($value) => [
            'value' => $value,
            'label' => get_string($prefix . $value, 'local_backend_sync'),
            'selected' => $value === $chosen,
        ], $values);
    }
}
