// The name under which Lambda's own Node.js runtime starts. The runtime itself is CommonJS, because it loads sooner.
import './index.cjs';
