using SdCom.Edge.Core.Networks;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Layers;

/// <summary>Pictures of the same mean and deviation: <see cref="PictureExposure"/>'s formula as training computes it.</summary>
public static class Exposure
{
    /// <summary>Standardises each of the pictures [N, 3, S, S] by itself.</summary>
    public static Tensor Standardise(Tensor pictures)
    {
        using Tensor mean = pictures.mean([1, 2, 3], keepdim: true); // [N, 1, 1, 1]
        using Tensor nearly = pictures - mean;
        using Tensor rest = nearly.mean([1, 2, 3], keepdim: true); // the mean's rounding, large beside a dark picture's deviation
        using Tensor centred = nearly - rest;
        using Tensor square = centred * centred;
        using Tensor variance = square.mean([1, 2, 3], keepdim: true);
        using Tensor deviation = variance.sqrt();
        using Tensor limited = deviation.clamp_min(PictureExposure.SmallestDeviation);
        using Tensor scaled = centred / limited;
        return scaled * PictureExposure.Deviation;
    }
}
