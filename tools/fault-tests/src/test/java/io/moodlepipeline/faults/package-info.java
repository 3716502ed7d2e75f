/** Breaks a running pipeline in every way it promises to survive, and then accounts for each event it has accepted. */
package io.moodlepipeline.faults;
