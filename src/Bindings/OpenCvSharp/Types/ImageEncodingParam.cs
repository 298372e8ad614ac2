namespace OpenCvSharp;

/// <summary>One setting of a picture encoder, such as the JPEG quality.</summary>
public record ImageEncodingParam
{
    public ImageEncodingParam(ImwriteFlags id, int value)
    {
        EncodingId = id;
        Value = value;
    }

    public ImwriteFlags EncodingId { get; }

    public int Value { get; }

    /// <summary>id, value, id, value ...: the form in which OpenCV takes settings.</summary>
    internal static int[] Flatten(ImageEncodingParam[] prms)
    {
        int[] flat = new int[prms.Length * 2];
        for (int i = 0; i < prms.Length; i++)
            (flat[2 * i], flat[2 * i + 1]) = ((int)prms[i].EncodingId, prms[i].Value);
        return flat;
    }
}
