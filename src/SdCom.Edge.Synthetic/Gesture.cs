using SdCom.Edge.Synthetic.Motion;

namespace SdCom.Edge.Synthetic;

/// <summary>A gesture the generated actor can perform, with the ways in which different people perform it.</summary>
public sealed class Gesture
{
    internal Gesture(string name, params Variant[] variants)
    {
        Name = name;
        Variants = variants;
    }

    /// <summary>The class name, as in the labels of the marshalling clips.</summary>
    public string Name { get; }

    /// <summary>Whether the arms hold a pose instead of moving.</summary>
    public bool IsHeld => Array.TrueForAll(Variants, v => v.Keys.Length == 1);

    /// <summary>Whether left and right mean the same, so that an actor may swap them.</summary>
    internal bool MayMirror { get; init; }

    internal Variant[] Variants { get; }
}
