namespace SdCom.Edge.Core.Networks;

/// <summary>
/// How the trunks see a picture's light. Standardised: every picture by itself, with nothing kept from frame to frame, so that a stream still equals its clip:
/// x' = (x - m) min(<see cref="Deviation"/> / s, <see cref="MaxGain"/>), where m and s are mean and standard deviation (over n, not n - 1) of the picture's
/// pixels and channels together, x in [-1, 1]. One m and one s for all three channels keep the colours' proportions.
/// </summary>
public static class PictureExposure
{
    /// <summary>The key's value, and that of no key: pictures are seen as they are.</summary>
    public const string AsIs = "asIs";

    /// <summary>The key's other value.</summary>
    public const string Standardised = "standardised";

    /// <summary>The standard deviation that a picture gets: about that of a well-lit photograph, which the pretrained weights expect.</summary>
    public const float Deviation = 0.5f;

    /// <summary>The most that a picture is amplified: a nearly black frame is the sensor's noise, and without a limit it would be as loud as a scene in daylight.</summary>
    public const float MaxGain = 12;

    /// <summary>A picture that deviates less gets <see cref="MaxGain"/>: min(d / s, g) = d / max(s, d / g), which never divides by zero.</summary>
    public const float SmallestDeviation = Deviation / MaxGain;
}
