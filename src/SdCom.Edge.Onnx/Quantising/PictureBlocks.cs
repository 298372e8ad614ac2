namespace SdCom.Edge.Onnx.Quantising;

/// <summary>
/// A convolution over a picture's bytes that takes four pixels for one: [1, H, W, 3] is [1, H, W / 4, 12] without moving a byte, and integer kernels are quick only where
/// channels come by fours and filters by sixteens (a stem of three channels took half of a small net's time). A block gives 4 / stride pixels, beside each other again
/// in the result. The same products are added, so every number stays.
/// </summary>
/// <param name="Weights">[pixels x outputs, 12, kernel, blocks]: one filter for each pixel of a block, zero outside its window.</param>
/// <param name="Pixels">Pixels that a block gives.</param>
/// <param name="Blocks">Blocks that a filter sees beside each other.</param>
/// <param name="Before">Blocks of zeros left of the picture.</param>
/// <param name="After">Blocks of zeros right of it.</param>
internal sealed record PictureBlocks(float[] Weights, int Pixels, int Blocks, int Before, int After)
{
    /// <summary>Pixels of a block.</summary>
    public const int Size = 4;

    /// <summary>Values of a block.</summary>
    public const int Channels = Size * 3;

    /// <summary>The same convolution over blocks; null where its steps or the picture's side do not fit them.</summary>
    /// <param name="conv">Reads [1, 3, side, side].</param>
    /// <param name="side">Of the picture, in pixels.</param>
    public static PictureBlocks? Of(ConvShape conv, int side)
    {
        bool fits = conv.Inputs == 3 && Size % conv.Stride == 0 && side % Size == 0 && conv.OutputSide(side) * conv.Stride == side;
        if (!fits)
            return null;
        int pixels = Size / conv.Stride;
        int first = FloorDivide(-conv.Before), last = FloorDivide(((pixels - 1) * conv.Stride) - conv.Before + conv.Kernel - 1);
        int blocks = last - first + 1, window = conv.Kernel * conv.Kernel, outputs = conv.Weights.Length / (3 * window);
        float[] weights = new float[pixels * outputs * Channels * conv.Kernel * blocks];
        for (int i = 0; i < pixels * conv.Weights.Length; i++)
        {
            (int pixel, int weight) = Math.DivRem(i, conv.Weights.Length);
            (int output, int inFilter) = Math.DivRem(weight, 3 * window);
            (int channel, int inWindow) = Math.DivRem(inFilter, window);
            (int y, int x) = Math.DivRem(inWindow, conv.Kernel);
            (int block, int inBlock) = Math.DivRem((pixel * conv.Stride) - conv.Before + x - (first * Size), Size);
            int filter = (pixel * outputs) + output, depth = (inBlock * 3) + channel;
            weights[(((((filter * Channels) + depth) * conv.Kernel) + y) * blocks) + block] = conv.Weights[weight];
        }

        return new PictureBlocks(weights, pixels, blocks, -first, last);
    }

    private static int FloorDivide(int pixel) => (int)Math.Floor(pixel / (double)Size);
}
