using SdCom.Edge.Onnx.Quantising;

namespace SdCom.Edge.Core.Tests.Onnx.Quantising;

public class PictureBlocksTests
{
    private const int Side = 16, Outputs = 3;

    [Theory]
    [InlineData(3, 2, 1, 1)] // MobileNetV2's stem
    [InlineData(3, 2, 0, 1)]
    [InlineData(6, 4, 2, 2)] // the same behind a glance's mean over 2 x 2
    [InlineData(7, 2, 3, 3)] // ResNet's
    [InlineData(7, 2, 3, 2)]
    [InlineData(3, 1, 1, 1)]
    [InlineData(4, 4, 0, 0)]
    [InlineData(9, 4, 4, 1)]
    public void Blocks_of_four_pixels_give_every_number_of_the_pixels(int kernel, int stride, int before, int after)
    {
        Random chance = new(kernel + (10 * stride));
        int[] picture = Numbers(Side * Side * 3); // [side, side, 3]
        float[] weights = [.. Numbers(Outputs * 3 * kernel * kernel).Select(number => (float)number)];
        ConvShape conv = new(weights, 3, kernel, stride, before, after);
        PictureBlocks blocks = PictureBlocks.Of(conv, Side)!;

        Assert.Equal(Size(4 / stride, Outputs, 12, kernel, blocks.Blocks), blocks.Weights.Length);
        int side = conv.OutputSide(Side);
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                for (int o = 0; o < Outputs; o++)
                {
                    (int block, int pixel) = Math.DivRem(x, blocks.Pixels);
                    Assert.Equal(OfPixels(y, x, o), OfBlocks(y, block, (pixel * Outputs) + o));
                }
            }
        }

        int OfPixels(int y, int x, int o)
        {
            int sum = 0;
            for (int c = 0; c < 3; c++)
            {
                for (int ky = 0; ky < kernel; ky++)
                {
                    for (int kx = 0; kx < kernel; kx++)
                        sum += (int)weights[(((((o * 3) + c) * kernel) + ky) * kernel) + kx] * Pixel((y * stride) - before + ky, (x * stride) - before + kx, c);
                }
            }

            return sum;
        }

        // A convolution of [12, side, side / 4] by the new filters, with steps of `stride` down and of one block to the right.
        int OfBlocks(int y, int block, int filter)
        {
            int sum = 0;
            for (int depth = 0; depth < 12; depth++)
            {
                for (int ky = 0; ky < kernel; ky++)
                {
                    for (int b = 0; b < blocks.Blocks; b++)
                        sum += (int)blocks.Weights[(((((filter * 12) + depth) * kernel) + ky) * blocks.Blocks) + b] * Pixel((y * stride) - before + ky, ((block - blocks.Before + b) * 4) + (depth / 3), depth % 3);
                }
            }

            return sum;
        }

        int Pixel(int y, int x, int c) => y is >= 0 and < Side && x is >= 0 and < Side ? picture[(((y * Side) + x) * 3) + c] : 0;

        int[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => chance.Next(-100, 101))];
    }

    [Theory]
    [InlineData(16, 3, 3, 1)] // steps of three pixels fit no block of four
    [InlineData(18, 3, 2, 1)] // no whole number of blocks
    [InlineData(16, 3, 1, 0)] // gives two pixels less than it reads
    public void What_does_not_fit_blocks_stays_as_it_is(int side, int kernel, int stride, int pads) =>
        Assert.Null(PictureBlocks.Of(new ConvShape(new float[Outputs * 3 * kernel * kernel], 3, kernel, stride, pads, pads), side));

    [Fact]
    public void Only_pictures_have_blocks() => Assert.Null(PictureBlocks.Of(new ConvShape(new float[4 * 9], 4, 3, 1, 1, 1), Side));

    private static int Size(params ReadOnlySpan<int> dimensions)
    {
        int size = 1;
        foreach (int dimension in dimensions)
            size *= dimension;
        return size;
    }
}
