/** The simulator as a program: its options, and the files they name. */
package io.moodlepipeline.zohosimulator.command;
