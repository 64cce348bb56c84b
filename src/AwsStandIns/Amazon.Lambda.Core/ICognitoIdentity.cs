namespace Amazon.Lambda.Core;

/// <summary>Who called through AWS's mobile SDK; a context of another package may have it.</summary>
public interface ICognitoIdentity
{
    string IdentityId { get; }

    string IdentityPoolId { get; }
}
