using SdCom.Edge.Core.Preprocessing;

namespace SdCom.Edge.Core.Tests.Preprocessing;

public class PicturePreprocessorTests
{
    [Fact]
    public void Equal_sizes_only_swap_blue_and_red()
    {
        byte[] bgr = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        Assert.Equal([3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10], Fill(bgr, 2, 2, 6, 2));
    }

    [Fact]
    public void Halving_averages_four_pixels_and_rounds_to_nearest()
    {
        // Blue 0 1 / 1 0 -> 0.5 -> 1; green 10 20 / 30 41 -> 25.25 -> 25; red 255 everywhere.
        byte[] bgr = [0, 10, 255, 1, 20, 255, 1, 30, 255, 0, 41, 255];
        Assert.Equal([255, 25, 1], Fill(bgr, 2, 2, 6, 1));
    }

    [Fact]
    public void Three_to_two_shares_the_middle_pixel()
    {
        // Along an axis the weights are 2/3 1/3 and 1/3 2/3. Grey rows 0 30 60 / 90 120 150 / 180 210 240:
        // the field is linear, so the answers are its values at the areas' centres of mass: 10 + 30, 50 + 30, 10 + 150, 50 + 150.
        byte[] bgr = Grey(0, 30, 60, 90, 120, 150, 180, 210, 240);
        Assert.Equal(Grey(40, 80, 160, 200), Fill(bgr, 3, 3, 9, 2));
    }

    [Fact]
    public void Doubling_interpolates_between_centres_and_repeats_the_edge()
    {
        // Along an axis of 0 and 100: 0, 25, 75, 100. Rows equal.
        byte[] bgr = Grey(0, 100, 0, 100);
        Assert.Equal(Grey([.. Enumerable.Repeat<byte[]>([0, 25, 75, 100], 4).SelectMany(row => row)]), Fill(bgr, 2, 2, 6, 4));
    }

    [Fact]
    public void The_crop_is_the_centre_square_and_the_stride_is_skipped()
    {
        // 4 x 2 pixels with two bytes of padding a row: columns 1 and 2 remain.
        byte[] bgr = [.. Grey(9, 1, 2, 9), 77, 77, .. Grey(9, 3, 4, 9)];
        Assert.Equal(Grey(1, 2, 3, 4), Fill(bgr, 4, 2, 14, 2));

        // 2 x 5: rows 1 and 2 remain.
        Assert.Equal(Grey(1, 2, 3, 4), Fill(Grey(9, 9, 1, 2, 3, 4, 9, 9, 9, 9), 2, 5, 6, 2));
    }

    [Fact]
    public void Stretching_takes_the_whole_frame_along_each_axis_by_itself()
    {
        // 4 x 2 to 2: pairs of columns, rows as they are; two bytes of padding a row.
        byte[] wide = [.. Grey(0, 10, 20, 30), 77, 77, .. Grey(40, 51, 60, 70), 77, 77];
        Assert.Equal(Grey(5, 25, 46, 65), Stretch(wide, 4, 2, 14, 2)); // 45.5 rounds up

        // 2 x 6 to 2: triples of rows.
        Assert.Equal(Grey(20, 21, 110, 113), Stretch(Grey(10, 11, 20, 21, 30, 31, 100, 103, 110, 113, 120, 123), 2, 6, 6, 2));

        // 3 x 1 to 2: across 2/3 and 1/3 of a pixel, down the one row is repeated.
        Assert.Equal(Grey(10, 50, 10, 50), Stretch(Grey(0, 30, 60), 3, 1, 9, 2));

        // 4 x 2 to 4: across as it is, down 0, 1/4, 3/4 and 1 of the way.
        Assert.Equal(
            Grey(0, 8, 0, 100, 10, 6, 0, 100, 30, 2, 0, 100, 40, 0, 0, 100),
            Stretch(Grey(0, 8, 0, 100, 40, 0, 0, 100), 4, 2, 12, 4));
    }

    [Fact]
    public void Stretching_keeps_the_colours_apart_and_swaps_blue_and_red()
    {
        // 2 x 1 to 1: blue 0 and 100, green 10 and 20, red 200 and 255.
        Assert.Equal([228, 15, 50], Stretch([0, 10, 200, 100, 20, 255], 2, 1, 6, 1));
    }

    [Theory]
    [InlineData(342, 192, 160)]
    [InlineData(192, 342, 176)]
    [InlineData(320, 240, 112)]
    [InlineData(1023, 541, 96)]
    public void Stretching_equals_the_area_average_of_the_whole_frame_to_half_a_step(int width, int height, int size)
    {
        byte[] bgr = new byte[width * height * 3];
        new Random(6).NextBytes(bgr);
        byte[] picture = Stretch(bgr, width, height, width * 3, size);
        for (int y = 0; y < size; y += 5)
        {
            for (int x = 0; x < size; x += 7)
            {
                double mean = AreaMean(bgr, width, 0, 0, (width / (double)size, height / (double)size), x, y, channel: 2);
                Assert.InRange(picture[((y * size) + x) * 3], mean - 0.5001, mean + 0.5001);
            }
        }
    }

    [Theory]
    [InlineData(96, 96, 32)]
    [InlineData(20, 20, 32)]
    [InlineData(65, 65, 64)]
    public void A_square_frame_is_the_same_picture_stretched_and_cropped(int width, int height, int size)
    {
        byte[] bgr = new byte[width * height * 3];
        new Random(7).NextBytes(bgr);
        Assert.Equal(Fill(bgr, width, height, width * 3, size), Stretch(bgr, width, height, width * 3, size));
    }

    [Theory]
    [InlineData(4095, 4095, 8)]
    [InlineData(1, 8188, 1024)]
    [InlineData(342, 192, 160)]
    [InlineData(7, 300, 64)]
    public void A_constant_frame_stays_constant_when_stretched(int width, int height, int size)
    {
        byte[] bgr = new byte[width * height * 3];
        foreach (byte value in (byte[])[1, 254, 255])
        {
            Array.Fill(bgr, value);
            Assert.False(Stretch(bgr, width, height, width * 3, size).AsSpan().ContainsAnyExcept(value));
        }
    }

    [Fact]
    public void A_frame_too_large_to_be_stretched_is_refused_in_one_line()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => new PicturePreprocessor(8, PictureFit.Stretch).Fill(new byte[4096 * 4095 * 3], 4096, 4095, 4096 * 3, new byte[192]));
        Assert.StartsWith("a frame of 4096 x 4095 pixels is too large to be stretched to 8 x 8;", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new PicturePreprocessor(1024, PictureFit.Stretch).Fill(new byte[8189 * 3], 1, 8189, 3, new byte[1024 * 1024 * 3])); // 2048 x 8189
    }

    [Theory]
    [InlineData(640, 480, 128)]
    [InlineData(129, 127, 64)]
    [InlineData(1, 1, 32)]
    [InlineData(33, 50, 224)]
    [InlineData(4095, 4095, 8)]
    public void A_constant_picture_stays_constant(int width, int height, int size)
    {
        byte[] bgr = new byte[width * height * 3];
        foreach (byte value in (byte[])[0, 1, 127, 254, 255])
        {
            Array.Fill(bgr, value);
            Assert.DoesNotContain(Fill(bgr, width, height, width * 3, size), picture => picture != value);
        }
    }

    [Theory]
    [InlineData(64, 48, 17)]
    [InlineData(101, 97, 96)]
    [InlineData(480, 640, 128)]
    [InlineData(640, 480, 192)]
    [InlineData(300, 256, 192)]
    [InlineData(1920, 1080, 128)]
    [InlineData(701, 900, 300)]
    [InlineData(3001, 2999, 96)]
    public void Shrinking_equals_the_area_average_to_half_a_step(int width, int height, int size)
    {
        byte[] bgr = new byte[width * height * 3];
        new Random(5).NextBytes(bgr);
        byte[] picture = Fill(bgr, width, height, width * 3, size);
        int side = Math.Min(width, height);
        for (int y = 0; y < size; y += 3)
        {
            for (int x = 0; x < size; x += 5)
            {
                for (int channel = 0; channel < 3; channel++)
                {
                    double mean = AreaMean(bgr, width, (width - side) / 2, (height - side) / 2, (side / (double)size, side / (double)size), x, y, 2 - channel);
                    Assert.InRange(picture[(((y * size) + x) * 3) + channel], mean - 0.5001, mean + 0.5001);
                }
            }
        }
    }

    [Theory]
    [InlineData(640, 192)]
    [InlineData(256, 192)]
    [InlineData(225, 15)] // 15 rows to one, an odd last row
    [InlineData(20, 4)] // rows too short for a vector
    [InlineData(2, 8)]
    public void Sums_of_16_bits_give_what_sums_of_32_bits_give(int source, int size)
    {
        ResampleTable table = new(source, size);
        Assert.True(ShortSums.Hold(table, table));
        byte[] bgr = new byte[source * source * 3], shortly = new byte[size * size * 3], longly = new byte[size * size * 3];
        new Random(source).NextBytes(bgr);
        foreach (byte[] frame in (byte[][])[bgr, [.. bgr.Select(_ => byte.MaxValue)]])
        {
            new ShortSums(table, table).Fill(frame, source * 3, shortly);
            new LongSums(table, table).Fill(frame, source * 3, longly);
            Assert.Equal(longly, shortly);
        }
    }

    [Fact]
    public void Every_sum_of_16_bits_is_divided_exactly_or_not_at_all()
    {
        ushort[] sums = [.. Enumerable.Range(0, (255 * (int)ShortDivider.MaxDivisor) + 1).Select(n => (ushort)n)];
        byte[] answers = new byte[sums.Length];
        for (uint divisor = 0; divisor <= ShortDivider.MaxDivisor + 1; divisor++)
        {
            if (!ShortDivider.IsExact(divisor))
                continue;
            int count = (255 * (int)divisor) + 1;
            new ShortDivider(divisor).Divide(sums.AsSpan(0, count), answers);
            for (int n = 0; n < count; n++)
                Assert.True(answers[n] == (n + (divisor / 2)) / divisor, $"{n} / {divisor}");
        }

        Assert.All((uint[])[4, 9, 16, 25, 225, 256], divisor => Assert.True(ShortDivider.IsExact(divisor))); // cameras of 480 and 720 rows, clips of 256
        Assert.All((uint[])[1, 254, 257], divisor => Assert.False(ShortDivider.IsExact(divisor)));
    }

    [Fact]
    public void A_changed_frame_size_gives_the_same_picture_as_a_fresh_preprocessor()
    {
        byte[] large = new byte[90 * 70 * 3], small = new byte[20 * 30 * 3], used = new byte[32 * 32 * 3];
        new Random(1).NextBytes(large);
        new Random(2).NextBytes(small);
        PicturePreprocessor preprocessor = new(32);
        preprocessor.Fill(large, 90, 70, 270, used);
        preprocessor.Fill(small, 20, 30, 60, used);
        Assert.Equal(Fill(small, 20, 30, 60, 32), used);

        PicturePreprocessor stretching = new(32, PictureFit.Stretch);
        stretching.Fill(large, 90, 70, 270, used);
        stretching.Fill(large, 70, 90, 210, used); // the same pixels in another shape
        Assert.Equal(Stretch(large, 70, 90, 210, 32), used);
    }

    [Fact]
    public void No_bytes_are_allocated_while_the_frame_size_stays()
    {
        byte[] bgr = new byte[160 * 120 * 3], rgb = new byte[32 * 32 * 3];
        foreach (PictureFit fit in (PictureFit[])[PictureFit.Crop, PictureFit.Stretch])
        {
            PicturePreprocessor preprocessor = new(32, fit);
            Assert.Equal(0, Allocations.Of(() => preprocessor.Fill(bgr, 160, 120, 480, rgb)));
        }
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        PicturePreprocessor preprocessor = new(2);
        byte[] rgb = new byte[12];
        Assert.Throws<ArgumentException>(() => preprocessor.Fill(new byte[11], 2, 2, 6, rgb));
        Assert.Throws<ArgumentException>(() => preprocessor.Fill(new byte[12], 2, 2, 5, rgb));
        Assert.Throws<ArgumentException>(() => preprocessor.Fill(new byte[12], 2, 2, 6, new byte[11]));
        Assert.Throws<ArgumentException>(() => preprocessor.Fill([], 0, 2, 6, rgb));
        Assert.Throws<ArgumentException>(() => preprocessor.Fill(new byte[12], 4096, 4096, 6, rgb));
    }

    private static double AreaMean(byte[] bgr, int width, int left, int top, (double Across, double Down) step, int x, int y, int channel)
    {
        double sum = 0;
        for (int row = (int)(y * step.Down); row < (y + 1) * step.Down; row++)
        {
            double down = Math.Min(row + 1, (y + 1) * step.Down) - Math.Max(row, y * step.Down);
            for (int column = (int)(x * step.Across); column < (x + 1) * step.Across; column++)
            {
                double across = Math.Min(column + 1, (x + 1) * step.Across) - Math.Max(column, x * step.Across);
                if (row + top < bgr.Length / 3 / width && column + left < width) // rounding of the step may reach a hair beyond
                    sum += down * across * bgr[((((row + top) * width) + column + left) * 3) + channel];
            }
        }

        return sum / (step.Across * step.Down);
    }

    private static byte[] Grey(params byte[] values) => [.. values.SelectMany(value => Enumerable.Repeat(value, 3))];

    private static byte[] Stretch(byte[] bgr, int width, int height, int stride, int size) => Fill(bgr, width, height, stride, size, PictureFit.Stretch);

    private static byte[] Fill(byte[] bgr, int width, int height, int stride, int size, PictureFit fit = PictureFit.Crop)
    {
        byte[] rgb = new byte[size * size * 3];
        new PicturePreprocessor(size, fit).Fill(bgr, width, height, stride, rgb);
        return rgb;
    }
}
