using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SdCom.Edge.Fleet.Rollout;

/// <summary>
/// Which nodes take a model first. A node's ticket is a number from 0 to 1 made of its name and the model's hash: another one for every model, so that it is not always the same nodes that try
/// what is new, and the same one at every widening, so that a node which has the model keeps it.
/// </summary>
public static class CanaryTicket
{
    /// <summary>The node's ticket; it takes the model when the ticket is below the share.</summary>
    public static double Of(string node, string modelHash)
    {
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{modelHash}/{node}"));
        return BinaryPrimitives.ReadUInt32BigEndian(digest) / (uint.MaxValue + 1.0);
    }
}
