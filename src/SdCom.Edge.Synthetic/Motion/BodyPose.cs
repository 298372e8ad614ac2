namespace SdCom.Edge.Synthetic.Motion;

/// <summary>The whole body at one moment. Angles in degrees, as in <see cref="Arm"/>; positions in body heights.</summary>
internal readonly record struct BodyPose
{
    public Arm Right { get; init; }

    public Arm Left { get; init; }

    /// <summary>Thigh and shin in the terms of an arm.</summary>
    public Arm RightLeg { get; init; }

    public Arm LeftLeg { get; init; }

    /// <summary>Turn about the vertical: 0 faces the camera, 90 the left of the picture.</summary>
    public double Yaw { get; init; }

    /// <summary>Tilt of the torso in the picture; positive to its right.</summary>
    public double Sway { get; init; }

    /// <summary>Tilt of the head against the torso, and how far the face is turned.</summary>
    public double HeadTilt { get; init; }

    public double HeadTurn { get; init; }

    /// <summary>Sideways and upward shift of the whole body.</summary>
    public double ShiftX { get; init; }

    public double ShiftY { get; init; }
}
