package io.moodlepipeline.runtime.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodecTest {
    @ParameterizedTest
    @EnumSource
    void everyCodecWorksWhereItsLibraryCanBeUnpacked(Codec codec) {
        assertThat(codec.works()).isTrue();
    }
}
