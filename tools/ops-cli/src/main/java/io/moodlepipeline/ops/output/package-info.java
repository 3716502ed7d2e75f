/** What the verbs print, in three formats, safe for a terminal and for a spreadsheet. */
package io.moodlepipeline.ops.output;
