namespace SdCom.Edge.Core.Preprocessing;

/// <summary>How a frame that is not square becomes the networks' square picture.</summary>
public enum PictureFit
{
    /// <summary>The centre square is cut out; what lies beside it is not seen, shapes stay true.</summary>
    Crop,

    /// <summary>The whole frame is resized to the square; everything is seen, and wide frames make people narrow.</summary>
    Stretch,
}
