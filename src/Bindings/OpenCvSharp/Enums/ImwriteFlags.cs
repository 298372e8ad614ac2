namespace OpenCvSharp;

/// <summary>Settings of the picture encoders.</summary>
public enum ImwriteFlags
{
    JpegQuality = 1,
    JpegProgressive = 2,
    JpegOptimize = 3,
    JpegRstInterval = 4,
    JpegLumaQuality = 5,
    JpegChromaQuality = 6,
    PngCompression = 16,
    PngStrategy = 17,
    PngBilevel = 18,
    PxmBinary = 32,
    ExrType = 48,
    WebPQuality = 64,
    PamTupleType = 128,
    TiffResUnit = 256,
    TiffXDpi = 257,
    TiffYDpi = 258,
    TiffCompression = 259,
    Jpeg2000CompressionX1000 = 272,
}
