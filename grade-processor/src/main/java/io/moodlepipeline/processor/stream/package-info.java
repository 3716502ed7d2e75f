/** The stream from graded to banded: what Kafka and Kafka Streams need to know, and nothing about what a grade is worth. */
package io.moodlepipeline.processor.stream;
