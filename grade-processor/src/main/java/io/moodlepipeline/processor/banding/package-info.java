/** What a grade is worth. Plain Java: data in, data out, no clock and no I/O. */
package io.moodlepipeline.processor.banding;
